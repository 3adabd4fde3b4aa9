//! `naba`: searches an index of Arabic news. Never writes to it.
mod args;
mod commands;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args = args::Args::parse();
    match commands::run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if naba::output::is_broken_pipe(error.as_ref()) => ExitCode::SUCCESS,
        Err(error) => {
            anstream::eprintln!(
                "error: {}",
                naba::output::on_one_line(&format!("{error:#}"))
            );
            ExitCode::FAILURE
        }
    }
}
