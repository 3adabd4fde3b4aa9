//! stub
/// s
pub struct NameQuery;
impl NameQuery {
/// s
 pub fn parse(_q: &str) -> Self { NameQuery }
/// s
 pub fn matches(&self, _c: &str) -> Option<f32> { None }
/// s
 pub fn word_matches(&self, _i: usize, _w: &str) -> Option<f32> { None }
/// s
 pub fn words(&self) -> usize { 0 }
/// s
 pub fn rank<'a>(&self, _c: &'a [String], _limit: usize) -> Vec<(&'a str, f32)> { Vec::new() }
}
