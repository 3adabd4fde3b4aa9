//! Random queries from the signs and words of the language against an index: none may panic, none may take a second. Runs for as
//! long as it is told, without the pieces that hold one of NABA_TORTURE_WITHOUT: `NABA_INDEX=… NABA_TORTURE_SECONDS=600 cargo test --release --test torture -- --ignored --nocapture`.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use naba::query::parse;
use naba::search::{Request, Search};
use std::time::{Duration, Instant};

const PIECES: &[&str] = &[
    "(",
    ")",
    "\"",
    "«",
    "»",
    "“",
    "”",
    "~",
    "~1",
    "~2",
    "~3",
    "~٢",
    "*",
    "?",
    "؟",
    "+",
    "-",
    "=",
    "|",
    "||",
    "&",
    " ",
    " ",
    " ",
    " OR ",
    " AND ",
    " NOT ",
    "[أو]",
    " [و] ",
    "[ليس] ",
    "title:",
    "عنوان:",
    "نص:",
    "شخص:",
    "person:",
    "دولة:",
    "country:",
    "مصدر:",
    "قسم:",
    "كاتب:",
    "تاريخ:",
    "date:",
    "لون:",
    "2015",
    "2015-08",
    "..",
    "آب 2015",
    "شوال 1436",
    "1436-10-15 هـ",
    "هـ",
    "لافروف",
    "بوتين",
    "الجزائر",
    "وزير",
    "وزير الخارجية",
    "النفط",
    "في",
    "من",
    "على",
    "أو",
    "و",
    "ا",
    "ال",
    "م",
    "محمد",
    "عبد الله",
    "أحم*",
    "*ستان",
    "ال*",
    "*ين",
    "م*ر",
    "مح?د",
    "كتاب~2",
    "العربية~2",
    "السعودية~1",
    "ghtv,t",
    "hg[.hzv",
    "مشرقخر",
    "lavrov",
    "el jazair",
    "7okoma",
    "google",
    "x",
    "F-16",
    "10:30",
    "https://a.b/c",
    "\u{202E}",
    "\u{200F}",
    "\u{64B}",
    "ـ",
    "\u{0}",
    "\n",
    "\t",
    "\u{FEFF}",
    "😀",
    "ﻻﻓﺮﻭﻑ",
    "e\u{301}",
    "漢字",
    "غغظظضضصص",
];

/// How long this thread was at work: on a busy machine the clock on the wall says nothing of a query.
fn at_work(since: Instant) -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = text.split(' ').next().and_then(|n| n.parse().ok());
    nanoseconds.map_or_else(|| since.elapsed(), Duration::from_nanos)
}

/// xorshift64* (Marsaglia 2003; Vigna 2016).
struct Random {
    state: u64,
    pieces: Vec<&'static str>,
}

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        (self.state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % n
    }

    fn piece(&mut self) -> &'static str {
        let at = self.below(self.pieces.len());
        self.pieces[at]
    }

    fn query(&mut self) -> String {
        let longest = [4, 12, 40, 400][self.below(4)];
        let mut out = String::new();
        for _ in 0..=self.below(longest) {
            match self.below(12) {
                0 => out.extend(char::from_u32(0x600 + self.below(0x100) as u32)),
                1 => out.extend(char::from_u32(self.below(0x3000) as u32)),
                // The same piece over and over.
                2 => out.push_str(&self.piece().repeat(1 + self.below(30))),
                _ => out.push_str(self.piece()),
            }
        }
        out
    }
}

#[test]
#[ignore = "runs for NABA_TORTURE_SECONDS on the index NABA_INDEX"]
fn no_query_panics_or_takes_a_second() {
    let seconds = std::env::var("NABA_TORTURE_SECONDS").map_or(10, |s| s.parse().unwrap());
    let seed =
        std::env::var("NABA_TORTURE_SEED").map_or(0x9E37_79B9_7F4A_7C15, |s| s.parse().unwrap());
    let search = Search::open(&std::env::var("NABA_INDEX").unwrap()).unwrap();
    let without = std::env::var("NABA_TORTURE_WITHOUT").unwrap_or_default();
    let left_out = |piece: &str| {
        without
            .split(',')
            .any(|w| !w.is_empty() && piece.contains(w))
    };
    let mut random = Random {
        state: seed,
        pieces: PIECES.iter().copied().filter(|p| !left_out(p)).collect(),
    };
    let start = Instant::now();
    let (mut queries, mut slowest, mut failed) = (0u64, Duration::ZERO, Vec::new());
    while start.elapsed() < Duration::from_secs(seconds) {
        let query = random.query();
        let began = at_work(start);
        let parsed = parse(&query);
        let took = at_work(start) - began;
        assert!(
            took < Duration::from_millis(50),
            "parsing took {took:?}: {query:?}"
        );
        if let Ok(ast) = parsed
            && let Ok(again) = parse(&ast.to_string())
        {
            assert_eq!(again, ast, "{query:?}");
        }
        let request = Request {
            query: query.clone(),
            limit: 10,
            ..Request::default()
        };
        let began = at_work(start);
        if let Ok((results, _)) = search.run_plain(&request) {
            assert!(
                results.hits.iter().all(|h| h.score.is_finite()),
                "{query:?}"
            );
        }
        let took = at_work(start) - began;
        if took > slowest {
            slowest = took;
            println!(
                "{took:?} for {} bytes: {:?}",
                query.len(),
                query.chars().take(3000).collect::<String>()
            );
        }
        if took > Duration::from_secs(1) {
            failed.push((took, query));
        }
        queries += 1;
    }
    println!(
        "{queries} queries in {:?}, the slowest took {slowest:?}",
        start.elapsed()
    );
    assert!(
        failed.is_empty(),
        "{} took over a second; first: {:?}",
        failed.len(),
        failed[0]
    );
}
