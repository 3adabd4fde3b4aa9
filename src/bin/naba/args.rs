//! The command line.
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use naba::article::Step;
use naba::entity::Field;
use naba::index::Sort;
use naba::query::{Filters, Mode};
use std::path::PathBuf;

/// Search Arabic news: names under every spelling and attached particle, countries with their adjectives and peoples
#[derive(Debug, Parser)]
#[command(
    version,
    after_help = "Examples:\n  naba search لافروف\n  naba search --person Lavrov --country Algeria\n  naba search 'التعاون العسكري -النفط' --since 2022-01-01\n  naba countries لافروف"
)]
pub struct Args {
    /// Folder of the index
    #[arg(
        long,
        global = true,
        env = "NABA_INDEX",
        default_value = "index/",
        value_name = "LOCATION"
    )]
    pub index: String,
    #[command(subcommand)]
    pub command: Command,
}

/// The query language in one screen; docs/query-language.md has it all.
const QUERY_LANGUAGE: &str = "\
Query language:
  وزير الخارجية            both words, in any form; articles with only some follow, counted apart
  \"…\" «…» “…”             words side by side in order, each in any form
  \"وزير النفط\"~5          in any order with at most 5 other words among them
  نفط OR غاز               one of them; also | or [أو]
  نفط AND غاز, +نفط +غاز   all of them, without the articles that have only some; also & or [و]
  نفط -غاز                 not that; also NOT or [ليس]
  ( )                      groups, also behind a field: شخص:(لافروف OR بوتين)
  أحم*  *ستان  مح?د        any letters, one letter; at least 2 letters; attached particles aside
  لافروف~1  لافروف~        one letter off (~2: two)
  =أحمد  =\"أحمد محمد\"     exactly these letters
  عنوان: title:  نص: body: only there
  شخص: person:  دولة: country:  مصدر: source:  قسم: section:  كاتب: author:
  تاريخ: date:             2015, 2015-08, 7/8/2015, 2015-08-01..2015-08-07, 2015-08..,
                           آب 2015, أوت 2015, شوال 1436, 1436-10-15 هـ
Operators in Arabic stand in brackets, because أو and و are words of any headline. A query that begins with - goes after --.
Words that no article has are read as slips of typing, as typed on another keyboard layout or in Latin letters; the output says so.
More in docs/query-language.md.";

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Find articles
    #[command(after_help = "naba search --help describes the query language.", after_long_help = QUERY_LANGUAGE)]
    Search {
        /// What to look for; may be left out when a filter is given
        query: Option<String>,
        #[command(flatten)]
        filters: FilterArgs,
        #[command(flatten)]
        page: PageArgs,
        /// Form of the output
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// Run a file of queries, one `id TAB query` a line
    Batch {
        /// The file, or - for standard input
        file: PathBuf,
        #[command(flatten)]
        filters: FilterArgs,
        #[command(flatten)]
        page: PageArgs,
        /// Form of the output
        #[arg(long, value_enum, default_value_t = Format::Trec)]
        format: Format,
    },
    /// Find the countries and persons in articles, without an index
    Tag {
        /// Files or folders, or - for standard input
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Form of the output
        #[arg(long, value_enum, default_value_t = TagFormat::Jsonl)]
        format: TagFormat,
        /// Spans are whole words, attached particles too (وللافروف), to compare with corpora labelled word by word
        #[arg(long)]
        whole_words: bool,
    },
    /// Say whether a text matches a query, and why
    #[command(group = clap::ArgGroup::new("what").required(true).args(["text", "id", "cases"]))]
    Why {
        /// The text
        #[arg(long, requires = "query")]
        text: Option<String>,
        /// An article of the index; says also what its score is made of
        #[arg(long, requires = "query")]
        id: Option<String>,
        /// A file of cases (id, group, mode, text, query, expect): each row is printed with `got` and `reason`
        #[arg(long, value_name = "FILE.tsv", conflicts_with_all = ["query", "mode"])]
        cases: Option<PathBuf>,
        /// How the query is read
        #[arg(long, value_enum, default_value_t = ModeArg::Default)]
        mode: ModeArg,
        /// The query
        query: Option<String>,
    },
    /// List every surface form in which a query is found, with its counts and why it counts
    Forms(FormsArgs),
    /// Show the tokens of a text in every tier
    Analyze {
        /// The text
        text: String,
        /// Form of the output
        #[arg(long, value_enum, default_value_t = TokenFormat::Text)]
        format: TokenFormat,
    },
    /// Rank Arabic names for a name in any script
    Names {
        /// The name, or - for one a line on standard input
        query: String,
        /// Rank the names of this file, one a line, instead of the index's persons
        #[arg(long, value_name = "FILE")]
        among: Option<PathBuf>,
        /// Most names a query
        #[arg(long, default_value_t = 10)]
        limit: usize,
    },
    /// Count articles by day, week, month or year
    Timeline(TimelineArgs),
    /// Count persons
    People(CountArgs),
    /// Count countries
    Countries(CountArgs),
    /// Count sources
    Sources(CountArgs),
}

#[derive(Debug, ClapArgs)]
pub struct FormsArgs {
    /// What to look for; may be left out when a filter is given
    pub query: Option<String>,
    #[command(flatten)]
    pub filters: FilterArgs,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = CountFormat::Text)]
    pub format: CountFormat,
}

#[derive(Debug, ClapArgs)]
pub struct TimelineArgs {
    /// Count only articles that match
    pub query: Option<String>,
    #[command(flatten)]
    pub filters: FilterArgs,
    /// Length of the periods
    #[arg(long, value_enum)]
    pub by: StepArg,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = ChartFormat::Text)]
    pub format: ChartFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ChartFormat {
    Text,
    Jsonl,
    Csv,
    Svg,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StepArg {
    Day,
    Week,
    Month,
    Year,
}

impl From<StepArg> for Step {
    fn from(step: StepArg) -> Self {
        match step {
            StepArg::Day => Step::Day,
            StepArg::Week => Step::Week,
            StepArg::Month => Step::Month,
            StepArg::Year => Step::Year,
        }
    }
}

#[derive(Debug, ClapArgs)]
pub struct CountArgs {
    /// Count only among articles that match
    pub query: Option<String>,
    #[command(flatten)]
    pub filters: FilterArgs,
    /// Most rows
    #[arg(long, default_value_t = 20)]
    pub limit: usize,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = CountFormat::Text)]
    pub format: CountFormat,
}

#[derive(Debug, Default, ClapArgs)]
#[command(next_help_heading = "Filters")]
pub struct FilterArgs {
    /// Mentions this person; any script and spelling; repeatable, all must hold
    #[arg(long, value_name = "NAME")]
    pub person: Vec<String>,
    /// Mentions this country by name, adjective or people; Arabic, English, French or ISO code; repeatable
    #[arg(long, value_name = "C")]
    pub country: Vec<String>,
    /// Also articles that only imply the country, by a city or a state organ
    #[arg(long)]
    pub implied: bool,
    /// From this newspaper, agency or site; repeatable
    #[arg(long, value_name = "S")]
    pub source: Vec<String>,
    /// From this section; repeatable
    #[arg(long, value_name = "S")]
    pub section: Vec<String>,
    /// By this author line; repeatable
    #[arg(long, value_name = "A")]
    pub author: Vec<String>,
    /// Published in this day, month or year, or later: 2015-08-01, 2015-08, آب 2015, شوال 1436, 1436-10-15 هـ
    #[arg(long, value_name = "DATE", value_parser = since)]
    pub since: Option<i64>,
    /// Published in this day, month or year, or earlier
    #[arg(long, value_name = "DATE", value_parser = until)]
    pub until: Option<i64>,
    /// Count words, persons and countries only in these surface forms (see `naba forms`); others of the query are not held
    #[arg(long, value_name = "FORM", value_delimiter = ',')]
    pub forms: Vec<String>,
    /// Do not count this surface form; repeatable
    #[arg(long, value_name = "FORM", value_delimiter = ',')]
    pub not_form: Vec<String>,
    /// Fields in which words are looked for
    #[arg(long, value_delimiter = ',', default_values = ["title", "body"], value_enum)]
    pub fields: Vec<FieldArg>,
}

impl FilterArgs {
    pub fn filters(&self) -> Filters {
        let only = match self.fields.as_slice() {
            [FieldArg::Title] => Some(Field::Title),
            [FieldArg::Body] => Some(Field::Body),
            _ => None,
        };
        Filters {
            persons: self.person.clone(),
            countries: self.country.clone(),
            implied: self.implied,
            sources: self.source.clone(),
            sections: self.section.clone(),
            authors: self.author.clone(),
            since: self.since,
            until: self.until,
            field: only,
            forms: self.forms.clone(),
            not_forms: self.not_form.clone(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.filters()
            == Filters {
                field: self.filters().field,
                implied: self.implied,
                forms: self.forms.clone(),
                not_forms: self.not_form.clone(),
                ..Filters::default()
            }
    }
}

#[derive(Debug, ClapArgs)]
pub struct PageArgs {
    /// Order of the hits
    #[arg(long, value_enum, default_value_t = SortArg::Relevance)]
    pub sort: SortArg,
    /// Most hits
    #[arg(long, default_value_t = 10)]
    pub limit: usize,
    /// Hits to skip
    #[arg(long, default_value_t = 0)]
    pub offset: usize,
    /// Show near-copies of one story under the best of them
    #[arg(long)]
    pub group: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Text,
    Jsonl,
    Csv,
    Trec,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TagFormat {
    Jsonl,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TokenFormat {
    Text,
    Jsonl,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CountFormat {
    Text,
    Jsonl,
    Csv,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FieldArg {
    Title,
    Body,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SortArg {
    Relevance,
    Newest,
    Oldest,
}

impl From<SortArg> for Sort {
    fn from(sort: SortArg) -> Self {
        match sort {
            SortArg::Relevance => Sort::Relevance,
            SortArg::Newest => Sort::Newest,
            SortArg::Oldest => Sort::Oldest,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ModeArg {
    Default,
    Exact,
    Person,
    Country,
    Phrase,
}

impl From<ModeArg> for Mode {
    fn from(mode: ModeArg) -> Self {
        match mode {
            ModeArg::Default => Mode::Default,
            ModeArg::Exact => Mode::Exact,
            ModeArg::Person => Mode::Person,
            ModeArg::Country => Mode::Country,
            ModeArg::Phrase => Mode::Phrase,
        }
    }
}

fn since(text: &str) -> Result<i64, String> {
    let period = naba::article::period(text)?;
    period
        .since
        .ok_or_else(|| "the range has no beginning".to_owned())
}

fn until(text: &str) -> Result<i64, String> {
    let period = naba::article::period(text)?;
    period
        .until
        .ok_or_else(|| "the range has no end".to_owned())
}
