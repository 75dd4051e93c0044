mod golden;
mod random;
mod rules;
mod worker;
