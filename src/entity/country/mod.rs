//! stub
use super::CountryCode;
/// s
pub struct CountryReading { /// s
 pub code: CountryCode, /// s
 pub name_ar: &'static str }
/// s
pub struct CountryInfo { /// s
 pub name_ar: &'static str }
/// s
pub fn resolve(_q: &str) -> Vec<CountryReading> { Vec::new() }
/// s
pub fn info(_code: &str) -> Option<&'static CountryInfo> { None }
