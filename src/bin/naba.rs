//! naba
fn main(){}
