//! One function a command: arguments to the library's calls, results to standard output.
use crate::args::{
    Args, ChartFormat, Command, CountArgs, CountFormat, FilterArgs, Format, FormsArgs, PageArgs,
    TimelineArgs, TokenFormat,
};
use anyhow::{Context, Result, bail};
use naba::arabic::{Analyzer, Tokens};
use naba::entity::country::info;
use naba::entity::name::{NameList, NameQuery};
use naba::index::{Facet, Recorder};
use naba::output::{self, Counted, FormCount, Style};
use naba::query::{Filters, Mode, Understood};
use naba::search::{Request, Search, explain};
use naba::source::{self, Input, Item, ReadOptions};
use std::fs;
use std::io::{self, BufRead, BufReader, BufWriter, IsTerminal, Read, Write};
use std::mem::ManuallyDrop;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

pub fn run(args: &Args) -> Result<()> {
    let mut out = BufWriter::new(anstream::AutoStream::auto(io::stdout()).lock());
    match &args.command {
        Command::Search {
            query,
            filters,
            page,
            format,
        } => {
            search(
                &mut out,
                &args.index,
                query.as_deref(),
                filters,
                page,
                *format,
            )?;
        }
        Command::Batch {
            file,
            filters,
            page,
            format,
        } => batch(&mut out, &args.index, file, filters, page, *format)?,
        Command::Tag {
            files, whole_words, ..
        } => tag(&mut out, files, *whole_words)?,
        Command::Why {
            cases: Some(file), ..
        } => why_cases(&mut out, file)?,
        Command::Why {
            id: Some(id),
            query,
            ..
        } => {
            let search = Search::open(&args.index)?;
            let query = query.as_deref().unwrap_or_default();
            let reasons = search.why(id, query, &Filters::default())?;
            output::reasons_text(&mut out, &reasons)?;
        }
        Command::Forms(forms) => ledger(&mut out, &args.index, forms)?,
        Command::Why {
            text, mode, query, ..
        } => {
            let verdict = explain(
                &mut Recorder::new(),
                text.as_deref().unwrap_or_default(),
                query.as_deref().unwrap_or_default(),
                (*mode).into(),
            )?;
            writeln!(
                out,
                "{}: {}",
                if verdict.matched { "match" } else { "no" },
                output::on_one_line(&verdict.reason)
            )?;
        }
        Command::Analyze { text, format } => {
            let mut analyzer = Analyzer::new();
            let mut tokens = Tokens::new();
            analyzer.analyze(text, &mut tokens);
            match format {
                TokenFormat::Text => output::tokens_text(&mut out, text, &analyzer, &tokens)?,
                TokenFormat::Jsonl => output::tokens_jsonl(&mut out, text, &analyzer, &tokens)?,
            }
        }
        Command::Names {
            query,
            among,
            limit,
        } => names(&mut out, &args.index, query, among.as_deref(), *limit)?,
        Command::Timeline(args_of) => timeline(&mut out, &args.index, args_of)?,
        Command::People(count) => people(&mut out, &args.index, count)?,
        Command::Countries(count) => counts(&mut out, &args.index, count, Facet::Country)?,
        Command::Sources(count) => counts(&mut out, &args.index, count, Facet::Source)?,
    }
    out.flush().context("standard output")
}

fn style() -> Style {
    if io::stdout().is_terminal() {
        Style::Terminal
    } else {
        Style::Plain
    }
}

fn request(query: &str, filters: &FilterArgs, page: &PageArgs) -> Request {
    Request {
        query: query.to_owned(),
        filters: filters.filters(),
        sort: page.sort.into(),
        offset: page.offset,
        limit: page.limit,
        group: page.group,
    }
}

fn search(
    out: &mut dyn Write,
    index: &str,
    query: Option<&str>,
    filters: &FilterArgs,
    page: &PageArgs,
    format: Format,
) -> Result<()> {
    let query = query.filter(|q| !q.trim().is_empty());
    if query.is_none() && filters.is_empty() {
        bail!("nothing to look for: give a query, or a filter such as --person or --country");
    }
    // The process ends after it; giving a hundred thousand names back one by one would take a tenth of its time.
    let search = ManuallyDrop::new(Search::open(index)?);
    let results = search.run(&request(query.unwrap_or_default(), filters, page))?;
    if format != Format::Text {
        tell("", &results.understood, None);
    }
    match format {
        Format::Text => output::hits_text(out, &results, style())?,
        Format::Jsonl => output::hits_jsonl(out, &results.hits)?,
        Format::Csv => output::hits_csv(out, &results.hits)?,
        Format::Trec => {
            for hit in &results.hits {
                output::trec_line(out, "q", &hit.stored.article.id, hit.rank, hit.score)?;
            }
        }
    }
    Ok(())
}

fn batch(
    out: &mut dyn Write,
    index: &str,
    file: &Path,
    filters: &FilterArgs,
    page: &PageArgs,
    format: Format,
) -> Result<()> {
    let search = Search::open(index)?;
    for (number, line) in lines(file)?.enumerate() {
        let line = line.with_context(|| format!("{}:{}", file.display(), number + 1))?;
        let line = line.trim_end_matches('\r');
        if line.is_empty() {
            continue;
        }
        let Some((id, rest)) = line.split_once('\t') else {
            bail!(
                "{}:{}: no tab between id and query",
                file.display(),
                number + 1
            );
        };
        let query = rest.split('\t').next().unwrap_or_default();
        let request = request(query, filters, page);
        if format == Format::Trec {
            let (ids, understood, fault) = search.ids_and_reading(&request)?;
            tell(id, &understood, fault.as_ref());
            for (i, (article, score)) in ids.into_iter().enumerate() {
                output::trec_line(out, id, &article, request.offset + i + 1, score)?;
            }
            continue;
        }
        let (results, fault) = search.run_plain(&request)?;
        tell(id, &results.understood, fault.as_ref());
        match format {
            Format::Jsonl => output::hits_jsonl(out, &results.hits)?,
            Format::Csv => output::hits_csv(out, &results.hits)?,
            Format::Text | Format::Trec => output::hits_text(out, &results, style())?,
        }
    }
    Ok(())
}

/// What was changed in a query, on standard error.
fn tell(id: &str, understood: &Understood, fault: Option<&naba::Error>) {
    let id = if id.is_empty() {
        String::new()
    } else {
        format!("{}: ", output::on_one_line(id))
    };
    if let Some(fault) = fault {
        anstream::eprintln!(
            "{id}searched as plain words: {}",
            output::on_one_line(&fault.to_string())
        );
    }
    for line in output::warnings(understood) {
        anstream::eprintln!("{id}{line}");
    }
}

fn lines(file: &Path) -> Result<Box<dyn Iterator<Item = io::Result<String>>>> {
    if file == Path::new("-") {
        return Ok(Box::new(io::stdin().lines()));
    }
    let open = fs::File::open(file).with_context(|| file.display().to_string())?;
    Ok(Box::new(BufReader::new(open).lines()))
}

fn tag(out: &mut dyn Write, files: &[PathBuf], whole_words: bool) -> Result<()> {
    let spans = if whole_words {
        output::Spans::WholeWords
    } else {
        output::Spans::Names
    };
    let inputs: Vec<Input> = files.iter().map(|f| Input::from_arg(f)).collect();
    let mut recorder = Recorder::new();
    let mut failed = None;
    let summary = source::read(&inputs, &ReadOptions::default(), &mut |item| match item {
        Item::Article(article) => {
            let entities = recorder.entities(&article);
            match output::tag_json(out, &article, entities, spans) {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    failed = Some(error);
                    ControlFlow::Break(())
                }
            }
        }
        Item::Rejected(rejection) => {
            anstream::eprintln!("{}", output::on_one_line(&format!("rejected {rejection}")));
            ControlFlow::Continue(())
        }
    });
    if let Some(error) = failed {
        return Err(error.into());
    }
    if summary.articles == 0 && summary.rejected > 0 {
        bail!("nothing could be read");
    }
    Ok(())
}

fn why_cases(out: &mut dyn Write, file: &Path) -> Result<()> {
    let mut recorder = Recorder::new();
    let (mut passed, mut total) = (0, 0);
    for (number, line) in lines(file)?.enumerate() {
        let line = line.with_context(|| format!("{}:{}", file.display(), number + 1))?;
        if number == 0 {
            writeln!(out, "{line}\tgot\treason")?;
            continue;
        }
        let columns: Vec<&str> = line.split('\t').collect();
        let [_, _, mode, text, query, expect, ..] = columns.as_slice() else {
            bail!("{}:{}: fewer than six columns", file.display(), number + 1);
        };
        let mode = match *mode {
            "default" => Mode::Default,
            "exact" => Mode::Exact,
            "person" => Mode::Person,
            "country" => Mode::Country,
            "phrase" => Mode::Phrase,
            other => bail!("{}:{}: no mode {other:?}", file.display(), number + 1),
        };
        let (got, reason) = match explain(&mut recorder, text, query, mode) {
            Ok(verdict) => (if verdict.matched { "match" } else { "no" }, verdict.reason),
            Err(error) => ("no", error.to_string()),
        };
        total += 1;
        passed += usize::from(got == *expect);
        writeln!(out, "{line}\t{got}\t{}", output::on_one_line(&reason))?;
    }
    out.flush()?;
    anstream::eprintln!("{passed} of {total}");
    Ok(())
}

fn names(
    out: &mut dyn Write,
    index: &str,
    query: &str,
    among: Option<&Path>,
    limit: usize,
) -> Result<()> {
    let candidates = match among {
        Some(file) => {
            let mut text = String::new();
            fs::File::open(file)
                .and_then(|mut f| f.read_to_string(&mut text))
                .with_context(|| file.display().to_string())?;
            let names = text.lines().map(str::trim).filter(|l| !l.is_empty());
            NameList::new(names.map(str::to_owned).collect())
        }
        None => {
            let persons = match Search::open(index) {
                Ok(search) => search.person_names()?,
                Err(naba::Error::NoIndex(_)) => Vec::new(),
                Err(other) => return Err(other.into()),
            };
            NameList::with_known(persons)
        }
    };
    let queries: Box<dyn Iterator<Item = io::Result<String>>> = if query == "-" {
        lines(Path::new("-"))?
    } else {
        Box::new(std::iter::once(Ok(query.to_owned())))
    };
    let mut batch = Vec::with_capacity(BATCH);
    for query in queries {
        batch.push(query?);
        if batch.len() == BATCH {
            rank_names(out, &batch, &candidates, limit)?;
            batch.clear();
        }
    }
    rank_names(out, &batch, &candidates, limit)
}

/// Queries that are ranked at once, on all cores.
const BATCH: usize = 512;

/// Writes the names nearest to each query, in the order of the queries.
fn rank_names(
    out: &mut dyn Write,
    queries: &[String],
    names: &NameList,
    limit: usize,
) -> Result<()> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = queries.len().div_ceil(threads).max(1);
    let rank = |query: &String| NameQuery::parse(query).rank(names, limit);
    let ranked = std::thread::scope(|scope| {
        let parts: Vec<_> = queries
            .chunks(share)
            .map(|part| scope.spawn(move || part.iter().map(rank).collect::<Vec<_>>()))
            .collect();
        let mut ranked = Vec::with_capacity(queries.len());
        for part in parts {
            match part.join() {
                Ok(part) => ranked.extend(part),
                Err(_) => bail!("ranking names failed"),
            }
        }
        Ok(ranked)
    })?;
    for (query, names) in queries.iter().zip(ranked) {
        for (rank, (name, score)) in (1..).zip(names) {
            let (query, name) = (output::on_one_line(query), output::on_one_line(name));
            writeln!(out, "{query}\t{rank}\t{name}\t{score:.4}")?;
        }
    }
    Ok(())
}

fn people(out: &mut dyn Write, index: &str, args: &CountArgs) -> Result<()> {
    let search = Search::open(index)?;
    let (total, people) = search.people(&count_request(args))?;
    let rows: Vec<Counted> = people
        .into_iter()
        .take(args.limit)
        .map(|p| Counted {
            code: String::new(),
            name: p.name,
            articles: p.articles,
            mentions: p.mentions,
            forms: Some(
                p.forms
                    .into_iter()
                    .map(|f| FormCount {
                        text: f.value,
                        count: f.mentions,
                    })
                    .collect(),
            ),
        })
        .collect();
    print_counts(out, args, &rows, total)
}

fn count_request(args: &CountArgs) -> Request {
    Request {
        query: args.query.clone().unwrap_or_default(),
        filters: args.filters.filters(),
        ..Request::default()
    }
}

fn print_counts(out: &mut dyn Write, args: &CountArgs, rows: &[Counted], total: u64) -> Result<()> {
    match args.format {
        CountFormat::Text => output::counts_text(out, rows, total, style())?,
        CountFormat::Jsonl => output::counts_jsonl(out, rows)?,
        CountFormat::Csv => output::counts_csv(out, rows)?,
    }
    Ok(())
}

fn ledger(out: &mut dyn Write, index: &str, args: &FormsArgs) -> Result<()> {
    let query = args.query.as_deref().unwrap_or_default();
    if query.trim().is_empty() && args.filters.is_empty() {
        bail!("nothing to look for: give a query, or a filter such as --person or --country");
    }
    let search = Search::open(index)?;
    let filters = args.filters.filters();
    let request = Request {
        query: query.to_owned(),
        filters: filters.clone(),
        ..Request::default()
    };
    tell("", &search.reading(&request)?, None);
    let ledger = search.forms(query, &filters)?;
    if args.format != CountFormat::Text
        && let Some(note) = output::ledger_note(&ledger)
    {
        anstream::eprintln!("{note}");
    }
    match args.format {
        CountFormat::Text => output::ledger_text(out, &ledger, style())?,
        CountFormat::Jsonl => output::ledger_jsonl(out, &ledger)?,
        CountFormat::Csv => output::ledger_csv(out, &ledger)?,
    }
    Ok(())
}

fn timeline(out: &mut dyn Write, index: &str, args: &TimelineArgs) -> Result<()> {
    let search = Search::open(index)?;
    let request = Request {
        query: args.query.clone().unwrap_or_default(),
        filters: args.filters.filters(),
        ..Request::default()
    };
    if !request.query.is_empty() {
        tell("", &search.reading(&request)?, None);
    }
    let rows = search.timeline(&request, args.by.into())?;
    match args.format {
        ChartFormat::Text => output::timeline_text(out, &rows)?,
        ChartFormat::Jsonl => output::timeline_jsonl(out, &rows)?,
        ChartFormat::Csv => output::timeline_csv(out, &rows)?,
        ChartFormat::Svg => output::timeline_svg(out, &rows)?,
    }
    Ok(())
}

fn counts(out: &mut dyn Write, index: &str, args: &CountArgs, facet: Facet) -> Result<()> {
    let search = Search::open(index)?;
    let request = count_request(args);
    if !request.query.is_empty() {
        tell("", &search.reading(&request)?, None);
    }
    let (total, counts) = search.counts(&request, facet)?;
    let rows: Vec<Counted> = counts
        .into_iter()
        .take(args.limit)
        .map(|c| {
            let country = (facet == Facet::Country).then(|| info(&c.value)).flatten();
            Counted {
                code: if facet == Facet::Country {
                    c.value.clone()
                } else {
                    String::new()
                },
                name: country.map_or(c.value, |i| i.name_ar.to_owned()),
                articles: c.articles,
                mentions: c.mentions,
                forms: None,
            }
        })
        .collect();
    print_counts(out, args, &rows, total)
}
