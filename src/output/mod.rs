//! Results to text: one file a format, all escaping here.

mod counts;
mod escape;
mod jsonl;
mod ledger;
mod stats;
mod table;
mod tags;
mod terminal;
mod timeline;
mod tokens;
mod trec;
mod understood;

pub use counts::{Counted, FormCount, counts_csv, counts_jsonl, counts_text};
pub use escape::{is_broken_pipe, isolate, on_one_line};
pub use jsonl::hits_jsonl;
pub use ledger::{ledger_csv, ledger_jsonl, ledger_note, ledger_text, reasons_text};
pub use stats::stats_text;
pub use table::hits_csv;
pub use tags::{Spans, tag_json};
pub use terminal::{Style, hits_text};
pub use timeline::{timeline_csv, timeline_jsonl, timeline_svg, timeline_text};
pub use tokens::{tokens_jsonl, tokens_text};
pub use trec::trec_line;
pub use understood::warnings;
