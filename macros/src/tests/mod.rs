mod golden;
mod growth;
mod random;
mod rules;
mod worker;
