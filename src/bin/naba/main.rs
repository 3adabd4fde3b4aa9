//! `naba`: searches an index of Arabic news. Never writes to it.
mod args;
mod commands;

use clap::Parser;
use std::io::IsTerminal;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args = args::Args::parse();
    match commands::run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if naba::output::is_broken_pipe(error.as_ref()) => ExitCode::SUCCESS,
        Err(error) => {
            point_at(&error);
            anstream::eprintln!(
                "error: {}",
                naba::output::on_one_line(&format!("{error:#}"))
            );
            ExitCode::FAILURE
        }
    }
}

/// Shows people the place in the query that an error speaks of.
fn point_at(error: &anyhow::Error) {
    if let Some(naba::Error::Syntax { column, query, .. }) = error.downcast_ref()
        && std::io::stderr().is_terminal()
    {
        let query = naba::output::on_one_line(query);
        anstream::eprintln!("  {query}\n  {}^", " ".repeat(column.saturating_sub(1)));
    }
}
