//! Segments as they are made, beside those of tantivy's own writer, and puts that replace one another before they are committed.
use super::*;
use crate::article::Article;
use crate::index::engine::{Change, Engine, Writer};
use crate::index::local::schema::schema;
use crate::index::local::{LocalIndex, LocalWriter};
use crate::index::record::{Facet, Recorder};
use std::path::Path;
use tantivy::postings::Postings;
use tantivy::schema::{Field, IndexRecordOption, TantivyDocument, Type};
use tantivy::tokenizer::{PreTokenizedString, RawTokenizer, Token, TokenizerManager};
use tantivy::{DocSet, SegmentReader, TERMINATED};

fn article(n: u32) -> Article {
    let bodies = [
        "قال لافروف إن روسيا والجزائر ستوقعان الاتفاق، ثم غادر لافروف الجزائر إلى القاهرة.",
        "وصل الوزير الروسي سيرغي لافروف أمس ًالأول إلى الجزائر والتقى الرئيس عبد المجيد تبون.",
        "",
        "ارتفعت أسعار النفط في الأسواق العالمية والعربية وتراجع الدولار أمام العملات.",
        "طقس معتدل على الباحة وعسير، وحار على الشرقية والرياض حتى الغد.",
    ];
    let body = bodies[n as usize % bodies.len()];
    Article {
        id: format!("a{n}"),
        title: ["لافروف في الجزائر", "أسعار النفط", "الطقس"][n as usize % 3].to_owned(),
        body: format!("{body} {}", body.repeat(n as usize % 4)),
        source: ["واس", "وكالة الأنباء"][n as usize % 2].to_owned(),
        author: "كاتب".repeat(n as usize % 2),
        published: if n.is_multiple_of(3) {
            String::new()
        } else {
            format!("2020-01-0{}", 1 + n % 9)
        },
        ..Article::default()
    }
}

/// A document of a list, how often the term stands there and where.
type Posting = (u32, u32, Vec<u32>);

/// All terms of a field with their lists.
fn lists(segment: &SegmentReader, field: Field) -> Vec<(Vec<u8>, Vec<Posting>)> {
    let inverted = segment.inverted_index(field).unwrap();
    let mut terms = inverted.terms().stream().unwrap();
    let mut out = Vec::new();
    while terms.advance() {
        let option = IndexRecordOption::WithFreqsAndPositions;
        let info = terms.value();
        let mut list = inverted.read_postings_from_terminfo(info, option).unwrap();
        assert_eq!(list.doc_freq(), info.doc_freq);
        let mut documents = Vec::new();
        while list.doc() != TERMINATED {
            let mut places = Vec::new();
            list.positions(&mut places);
            documents.push((list.doc(), list.term_freq(), places));
            list.advance();
        }
        out.push((terms.key().to_vec(), documents));
    }
    out
}

/// A text as tantivy takes it.
fn tokens(text: &[u32], stacks: &Stacks) -> PreTokenizedString {
    let places = text.iter().map(|n| stacks.stack(*n)).enumerate();
    let tokens = places.flat_map(|(position, stack)| {
        stack.split('|').map(move |form| Token {
            position,
            text: form.to_owned(),
            ..Token::default()
        })
    });
    PreTokenizedString {
        text: String::new(),
        tokens: tokens.collect(),
    }
}

fn theirs(articles: &[Article]) -> Index {
    let (schema, fields) = schema();
    let mut index = Index::create_in_ram(schema);
    let manager = TokenizerManager::default();
    for name in ["forms", "values"] {
        manager.register(name, RawTokenizer::default());
    }
    index.set_tokenizers(manager);
    let mut writer: IndexWriter = index.writer_with_num_threads(1, 15 << 20).unwrap();
    let mut recorder = Recorder::new();
    for article in articles {
        let record = recorder.record(article.clone());
        let mut document = TantivyDocument::new();
        document.add_text(fields.id, &article.id);
        let stacks = recorder.stacks();
        document.add_pre_tokenized_text(fields.title, tokens(&record.title, stacks));
        document.add_pre_tokenized_text(fields.body, tokens(&record.body, stacks));
        for (facet, value) in &record.facets {
            document.add_text(fields.facet(*facet), value);
        }
        if let Some(seconds) = record.published {
            document.add_i64(fields.published, seconds);
        }
        document.add_bytes(fields.stored, &record.stored.to_bytes());
        writer.add_document(document).unwrap();
    }
    writer.commit().unwrap();
    index
}

fn write_all(folder: &Path, articles: &[Article], recorders: usize) -> LocalWriter {
    let writer = LocalWriter::open(folder, recorders).unwrap();
    let mut recorders: Vec<_> = (0..recorders).map(|_| Recorder::new()).collect();
    for (n, article) in articles.iter().enumerate() {
        let at = n % recorders.len();
        let record = recorders[at].record(article.clone());
        let put = writer.put(&record, recorders[at].stacks(), n as u64);
        assert_ne!(put.unwrap(), Change::Unchanged);
    }
    writer
}

#[test]
fn a_segment_has_the_lists_that_tantivy_makes() {
    // More than a block of a list, of places and of what is stored.
    let articles: Vec<_> = (0..700).map(article).collect();
    let folder = tempfile::tempdir().unwrap();
    let mut writer = write_all(folder.path(), &articles, 1);
    writer.commit().unwrap();
    writer.finish().unwrap();
    let ours = Index::open_in_dir(folder.path()).unwrap();
    let theirs = theirs(&articles);
    let readers = [ours.reader().unwrap(), theirs.reader().unwrap()];
    let searchers = readers.each_ref().map(tantivy::IndexReader::searcher);
    let [ours, theirs] = searchers.each_ref().map(|s| {
        assert_eq!(s.segment_readers().len(), 1);
        s.segment_reader(0)
    });
    let mut fields = 0;
    for (field, entry) in ours.schema().fields() {
        if entry.is_indexed() {
            let lists = [ours, theirs].map(|segment| lists(segment, field));
            assert_eq!(lists[0], lists[1], "{}", entry.name());
            fields += usize::from(!lists[0].is_empty());
            assert_eq!(
                ours.inverted_index(field).unwrap().total_num_tokens(),
                theirs.inverted_index(field).unwrap().total_num_tokens(),
            );
        } else {
            assert!(matches!(
                entry.field_type().value_type(),
                Type::U64 | Type::Bytes
            ));
        }
    }
    assert!(fields > 9, "{fields}");
    for (n, article) in articles.iter().enumerate() {
        let address = tantivy::DocAddress::new(0, n as u32);
        let stored = searchers.each_ref().map(|s| {
            let document: TantivyDocument = s.doc(address).unwrap();
            format!("{document:?}")
        });
        assert_eq!(stored[0], stored[1], "{}", article.id);
    }
}

#[test]
fn parts_of_several_threads_make_the_segment_of_one() {
    let articles: Vec<_> = (0..300).map(article).collect();
    let mut counts = Vec::new();
    for threads in [1, 3] {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = write_all(folder.path(), &articles, threads);
        writer.commit().unwrap();
        writer.finish().unwrap();
        let index = LocalIndex::open(folder.path()).unwrap();
        assert_eq!(index.stats().unwrap().segments, 1);
        let mut facets = Vec::new();
        for facet in Facet::ALL {
            let all = crate::query::Node::All(Vec::new());
            facets.push(index.facet_counts(&all, facet).unwrap());
        }
        for article in &articles {
            let address = index.address(&article.id).unwrap().unwrap();
            assert_eq!(index.fetch(address).unwrap().article, *article);
        }
        counts.push(facets);
    }
    assert_eq!(counts[0], counts[1]);
}

/// The articles that an index has, by id, each with its title.
fn titles(folder: &Path) -> Vec<(String, String)> {
    let index = LocalIndex::open(folder).unwrap();
    let ids = (0..60).map(|n| format!("a{n}"));
    let there = ids.filter_map(|id| {
        let address = index.address(&id).unwrap()?;
        Some((id, index.fetch(address).unwrap().article.title))
    });
    let there: Vec<_> = there.collect();
    assert_eq!(index.stats().unwrap().articles, there.len() as u64);
    there
}

#[test]
fn the_last_put_of_an_id_stays_wherever_the_one_before_is() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = LocalWriter::open(folder.path(), 2).unwrap();
    let mut recorders = [Recorder::new(), Recorder::new()];
    let mut sequence = 0;
    let mut expected = Vec::new();
    for round in 0..3 {
        // Full after each few, so that the put before is in the open segment, in one that is written, handed over, or committed.
        writer.builder.most = [usize::MAX, 40_000, 1][round];
        for n in 0..60 {
            for version in 0..1 + n % 3 {
                let mut changed = article(n);
                changed.title = format!("الخبر {round} {version}");
                let recorder = &mut recorders[(n + version) as usize % 2];
                let record = recorder.record(changed);
                sequence += 1;
                let put = writer.put(&record, recorder.stacks(), sequence).unwrap();
                let new = round == 0 && version == 0;
                assert_eq!(put, if new { Change::Added } else { Change::Updated });
                let again = writer.put(&record, recorder.stacks(), sequence).unwrap();
                assert_eq!(again, Change::Unchanged);
            }
        }
        writer.commit().unwrap();
        let title = |n: u32| format!("الخبر {round} {}", n % 3);
        expected = (0..60).map(|n| (format!("a{n}"), title(n))).collect();
        assert_eq!(titles(folder.path()), expected);
    }
    assert!(writer.delete("a7").unwrap() && !writer.delete("none").unwrap());
    writer.commit().unwrap();
    writer.optimize().unwrap();
    writer.finish().unwrap();
    expected.remove(7);
    assert_eq!(titles(folder.path()), expected);
}

/// Puts versions of one article, each with its title and its place among the puts.
fn put_in_turn(writer: &LocalWriter, puts: &[(&str, u64)]) -> Vec<Change> {
    let mut recorder = Recorder::new();
    let put = |(title, sequence): &(&str, u64)| {
        let changed = Article {
            title: (*title).to_owned(),
            ..article(1)
        };
        let record = recorder.record(changed);
        writer.put(&record, recorder.stacks(), *sequence).unwrap()
    };
    puts.iter().map(put).collect()
}

/// An index with one article, titled أ.
fn with_one() -> (tempfile::TempDir, LocalWriter) {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = LocalWriter::open(folder.path(), 1).unwrap();
    put_in_turn(&writer, &[("أ", 0)]);
    writer.commit().unwrap();
    (folder, writer)
}

#[test]
fn an_older_version_that_comes_later_does_not_undo_one_that_changed_nothing() {
    let (folder, mut writer) = with_one();
    // The file has ب, then أ again; another thread is first with the later one.
    let changes = put_in_turn(&writer, &[("أ", 50), ("ب", 10)]);
    assert_eq!(changes, [Change::Unchanged; 2]);
    assert_eq!(writer.compare("a1", 7, 20).unwrap(), Change::Unchanged);
    let changes = put_in_turn(&writer, &[("ت", 60), ("ت", 70), ("ث", 65)]);
    assert_eq!(
        changes,
        [Change::Updated, Change::Unchanged, Change::Unchanged]
    );
    writer.commit().unwrap();
    assert_eq!(titles(folder.path()), [("a1".to_owned(), "ت".to_owned())]);
}

#[test]
fn an_article_that_is_removed_and_put_again_is_there() {
    let (folder, mut writer) = with_one();
    assert!(writer.delete("a1").unwrap());
    assert!(!writer.delete("a1").unwrap(), "it is gone already");
    assert_eq!(put_in_turn(&writer, &[("أ", 1)]), [Change::Added]);
    writer.commit().unwrap();
    put_in_turn(&writer, &[("ب", 2)]);
    assert!(writer.delete("a1").unwrap());
    put_in_turn(&writer, &[("أ", 3)]);
    writer.commit().unwrap();
    assert_eq!(titles(folder.path()), [("a1".to_owned(), "أ".to_owned())]);
}

#[test]
fn an_article_that_is_not_committed_can_be_removed() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = write_all(folder.path(), &[article(1), article(2)], 1);
    assert!(writer.delete("a1").unwrap());
    writer.commit().unwrap();
    assert_eq!(titles(folder.path()).len(), 1);
    writer.finish().unwrap();
}

#[test]
fn what_was_not_committed_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = write_all(folder.path(), &[article(1)], 1);
    writer.commit().unwrap();
    writer.builder.most = 1;
    let mut recorder = Recorder::new();
    for n in 2..5 {
        let record = recorder.record(article(n));
        writer.put(&record, recorder.stacks(), n.into()).unwrap();
    }
    drop(writer);
    assert_eq!(titles(folder.path()).len(), 1);
    let mut writer = write_all(folder.path(), &[article(2)], 1);
    writer.commit().unwrap();
    writer.finish().unwrap();
    assert_eq!(titles(folder.path()).len(), 2);
    let files = std::fs::read_dir(folder.path()).unwrap();
    let stores = files.filter(|f| {
        let path = f.as_ref().unwrap().path();
        path.extension().is_some_and(|e| e == "store")
    });
    assert_eq!(
        stores.count(),
        2,
        "files of segments that nobody committed are removed"
    );
}

#[test]
fn after_a_segment_that_could_not_be_written_nothing_is_committed() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = write_all(folder.path(), &[article(1)], 1);
    writer.builder.state().broken = Some("no space left on device".to_owned());
    let error = writer.commit().unwrap_err().to_string();
    assert!(error.contains("no space"), "{error}");
    assert!(titles(folder.path()).is_empty());
}

/// An article whose original no compressor makes small.
fn large(n: u64) -> Article {
    let mut state = n;
    let mut letter = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        char::from_u32(0x4E00 + (state >> 51) as u32).unwrap()
    };
    Article {
        id: format!("l{n}"),
        title: format!("{n}"),
        body: (0..300_000).map(|_| letter()).collect(),
        ..Article::default()
    }
}

#[test]
fn originals_of_parts_that_were_on_disk_are_those_that_were_put() {
    let folder = tempfile::tempdir().unwrap();
    let mut articles: Vec<Article> = (1..=7).map(large).collect();
    articles.push(article(1));
    write_all(folder.path(), &articles, 2).commit().unwrap();
    let index = LocalIndex::open(folder.path()).unwrap();
    for article in &articles {
        let address = index.address(&article.id).unwrap().unwrap();
        let shown = index.shown(&[], &[address]).unwrap();
        assert!(shown[0].0.article == *article, "{}", article.id);
    }
}

#[test]
fn after_an_article_that_could_not_be_kept_nothing_is_committed() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = write_all(folder.path(), &[article(1)], 1);
    std::fs::remove_dir_all(folder.path()).unwrap();
    let mut recorder = Recorder::without_entities();
    let put = (1..=4).try_for_each(|n| {
        let record = recorder.record(large(n));
        writer.put(&record, recorder.stacks(), n).map(drop)
    });
    let again = recorder.record(article(9));
    // An article that could be kept is refused too: what was lost would not be missed.
    let later = writer.put(&again, recorder.stacks(), 9).map(drop);
    for failed in [put, later, writer.commit()] {
        let said = failed.unwrap_err().to_string();
        assert!(said.contains("no such file"), "{said}");
    }
}

#[test]
fn a_mark_after_a_space_takes_one_place() {
    // " ً" is a word whose letters are a space: written out and cut at spaces it was two.
    let folder = tempfile::tempdir().unwrap();
    let body = "طقس المملكة ًمعتدل على المصايف";
    let stray = Article {
        body: body.to_owned(),
        ..article(0)
    };
    let mut writer = write_all(folder.path(), &[stray], 1);
    writer.commit().unwrap();
    writer.finish().unwrap();
    let index = LocalIndex::open(folder.path()).unwrap();
    let address = index.address("a0").unwrap().unwrap();
    let shown = index.shown(&["7المصايف", "6المصايف", "3المصايف"], &[address]);
    let (_, places) = shown.unwrap().remove(0);
    let positions: Vec<_> = places.iter().map(|p| p.position).collect();
    assert_eq!(positions, [5]);
}
