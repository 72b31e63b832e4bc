//! `judge` over scripts: the examples of the rules' pages, cases that were got wrong once, and the kinds of networks.

mod example;
mod script;

mod fixes;
mod networks;
mod pages;
mod speed;
mod verdicts;
