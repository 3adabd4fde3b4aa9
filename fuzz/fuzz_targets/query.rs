//! The contract of the query language on any text: it is read or refused in one line; what was read prints as a query that reads
//! the same, unless that is past a limit; and a search for it ends. `NABA_INDEX` names an index; without it the sample corpus is
//! indexed first.
#![no_main]
use libfuzzer_sys::fuzz_target;
use naba::index::local::LocalWriter;
use naba::query::{parse, parse_or_plain};
use naba::search::{Request, Search};
use naba::ingest;
use naba::source::Input;
use std::path::Path;

thread_local! {
    static INDEX: Search = open();
}

fn open() -> Search {
    if let Ok(at) = std::env::var("NABA_INDEX") {
        return Search::open(&at).expect("NABA_INDEX is an index");
    }
    let folder = std::env::temp_dir().join(format!("naba-fuzz-{}", std::process::id()));
    let mut writer = LocalWriter::open(&folder, 1).expect("a new folder");
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus");
    let options = ingest::Options {
        threads: 1,
        ..ingest::Options::default()
    };
    let inputs = [Input::from_arg(&corpus)];
    ingest::run(&mut writer, &inputs, &options, &mut |_| {}, &|_| {}).expect("the corpus is read");
    writer.finish().expect("the index is written");
    Search::open(&folder.to_string_lossy()).expect("the index just written")
}

fuzz_target!(|text: &str| {
    match parse(text) {
        Ok(ast) => {
            let printed = ast.to_string();
            match parse(&printed) {
                Ok(again) => assert_eq!(again, ast, "printed as {printed:?}"),
                Err(error) => assert!(past_a_limit(&error.to_string()), "{printed:?}: {error}"),
            }
        }
        Err(error) => assert!(!naba::output::on_one_line(&error.to_string()).contains('\n')),
    }
    let _ = parse_or_plain(text);
    INDEX.with(|index| {
        let request = Request {
            query: text.to_owned(),
            limit: 5,
            ..Request::default()
        };
        if let Ok((results, _)) = index.run_plain(&request) {
            assert!(results.hits.iter().all(|hit| hit.score.is_finite()));
        }
    });
});

/// Parentheses that printing adds may be one more than are read.
fn past_a_limit(message: &str) -> bool {
    ["nested deeper", "clauses", "bytes long"].iter().any(|part| message.contains(part))
}
