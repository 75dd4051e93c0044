mod golden;
mod random;
mod rules;
