//! The contract of the query language on any text: it is read or refused in one line, what was read prints as a query that is
//! read again, and a search for it ends. `NABA_INDEX` names the index; without it only reading is tried.
#![no_main]
use libfuzzer_sys::fuzz_target;
use naba::query::{parse, parse_or_plain};
use naba::search::{Request, Search};

thread_local! {
    static INDEX: Option<Search> = std::env::var("NABA_INDEX").ok().and_then(|at| Search::open(&at).ok());
}

fuzz_target!(|text: &str| {
    match parse(text) {
        Ok(ast) => drop(parse(&ast.to_string())),
        Err(error) => assert!(!naba::output::on_one_line(&error.to_string()).contains('\n')),
    }
    if parse_or_plain(text).is_err() {
        return;
    }
    INDEX.with(|index| {
        let request = Request {
            query: text.to_owned(),
            limit: 5,
            ..Request::default()
        };
        if let Some(Ok((results, _))) = index.as_ref().map(|index| index.run_plain(&request)) {
            assert!(results.hits.iter().all(|hit| hit.score.is_finite()));
        }
    });
});
