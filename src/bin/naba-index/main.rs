//! `naba-index`: builds and changes an index of Arabic news; the only program that writes to it.
use anyhow::{Result, bail};
use clap::{Parser, Subcommand, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use naba::index::Writer as _;
use naba::index::local::LocalWriter;
use naba::ingest::{self, Options, Report};
use naba::output;
use naba::search::Search;
use naba::source::{Format, Input, ReadOptions};
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

/// Articles are made by some threads and freed by others, which leaves glibc's allocator with half as much again of memory that is free
/// and not given back: 604 MB for 400,000 articles, where jemalloc has 408 to 427 (benches/RESULTS.md, *Growth*).
#[cfg(not(target_env = "msvc"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// Build an index of Arabic news
#[derive(Debug, Parser)]
#[command(
    name = "naba-index",
    version,
    after_help = "Examples:\n  naba-index add corpus/\n  zcat news.jsonl.gz | naba-index --index news/ add --format jsonl -\n  naba-index stats"
)]
struct Args {
    /// Folder of the index
    #[arg(
        long,
        global = true,
        env = "NABA_INDEX",
        default_value = "index/",
        value_name = "LOCATION"
    )]
    index: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Add articles from files and folders: JSONL, CSV, HTML, text, TREC; .gz, .zst and .zip are opened
    Add {
        /// Files and folders, or - for standard input
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<PathBuf>,
        /// How to read them
        #[arg(long, value_enum, default_value_t = FormatArg::Auto)]
        format: FormatArg,
        /// Threads that analyse and index; all cores by default
        #[arg(long)]
        threads: Option<usize>,
        /// Leave out countries and persons: faster, and --person and --country do not work on the index. For a new index, or one
        /// that was built so
        #[arg(long)]
        no_entities: bool,
        /// No progress and no summary
        #[arg(long)]
        quiet: bool,
        /// End with the summary as one line of JSON
        #[arg(long)]
        json: bool,
    },
    /// Remove articles by id
    Delete {
        /// Their ids
        #[arg(required = true, value_name = "ID")]
        ids: Vec<String>,
    },
    /// Merge all segments into one: smaller and faster to search
    Optimize,
    /// Say what the index holds
    Stats {
        /// As one line of JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormatArg {
    Auto,
    Jsonl,
    Csv,
    Html,
    Text,
    Trec,
}

impl From<FormatArg> for Format {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Auto => Format::Auto,
            FormatArg::Jsonl => Format::Jsonl,
            FormatArg::Csv => Format::Csv,
            FormatArg::Html => Format::Html,
            FormatArg::Text => Format::Text,
            FormatArg::Trec => Format::Trec,
        }
    }
}

fn main() -> ExitCode {
    match run(&Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if output::is_broken_pipe(error.as_ref()) => ExitCode::SUCCESS,
        Err(error) => {
            anstream::eprintln!("error: {}", output::on_one_line(&format!("{error:#}")));
            ExitCode::FAILURE
        }
    }
}

fn run(args: &Args) -> Result<()> {
    match &args.command {
        Command::Add {
            paths,
            format,
            threads,
            no_entities,
            quiet,
            json,
        } => {
            let options = Options {
                read: ReadOptions {
                    format: (*format).into(),
                },
                threads: threads
                    .unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from))
                    .max(1),
                without_entities: *no_entities,
            };
            let report = add(&args.index, paths, &options, *quiet)?;
            if *json {
                writeln!(anstream::stdout(), "{}", serde_json::to_string(&report)?)?;
            } else if !quiet {
                writeln!(anstream::stdout(), "{}", report.sentence())?;
            }
            if report.read == 0 && report.rejected > 0 {
                bail!("nothing could be read");
            }
            Ok(())
        }
        Command::Delete { ids } => {
            let mut writer = LocalWriter::open(&args.index, 1)?;
            let mut removed = 0;
            for id in ids {
                if writer.delete(id)? {
                    removed += 1;
                } else {
                    anstream::eprintln!("no article {}", output::on_one_line(id));
                }
            }
            writer.commit()?;
            writer.finish()?;
            writeln!(anstream::stdout(), "{removed} removed")?;
            Ok(())
        }
        Command::Optimize => {
            let mut writer = LocalWriter::open(&args.index, 1)?;
            writer.optimize()?;
            Ok(writer.finish()?)
        }
        Command::Stats { json } => {
            let stats = Search::open(&args.index.to_string_lossy())?.stats()?;
            let mut out = anstream::stdout();
            if *json {
                writeln!(out, "{}", serde_json::to_string(&stats)?)?;
            } else {
                output::stats_text(&mut out, &stats)?;
            }
            Ok(())
        }
    }
}

fn add(index: &Path, paths: &[PathBuf], options: &Options, quiet: bool) -> Result<Report> {
    let inputs: Vec<Input> = paths.iter().map(|p| Input::from_arg(p)).collect();
    let mut writer = LocalWriter::open_for(index, options.threads, !options.without_entities)?;
    let bar = (!quiet && std::io::stderr().is_terminal())
        .then(progress_bar)
        .transpose()?;
    let report = ingest::run(
        &mut writer,
        &inputs,
        options,
        &mut |rejection| {
            let line = output::on_one_line(&format!("rejected {rejection}"));
            match &bar {
                Some(bar) => bar.suspend(|| anstream::eprintln!("{line}")),
                None => anstream::eprintln!("{line}"),
            }
        },
        &|progress| {
            if let Some(bar) = &bar {
                if let Some(total) = progress.total_bytes {
                    bar.set_length(total);
                }
                bar.set_position(progress.bytes);
                bar.set_message(format!("{} articles", progress.articles));
            }
        },
    )?;
    writer.finish()?;
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    Ok(report)
}

fn progress_bar() -> Result<ProgressBar> {
    let bar = ProgressBar::new_spinner();
    bar.set_style(ProgressStyle::with_template(
        "{spinner} {msg}  {bytes} of {total_bytes} at {bytes_per_sec}, {eta} left {wide_bar}",
    )?);
    bar.enable_steady_tick(Duration::from_millis(120));
    Ok(bar)
}
