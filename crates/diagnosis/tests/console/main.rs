//! Console text, from what people paste to the cause that it gets.

mod read;

mod corpus;
mod wordings;
mod look_alikes;
mod pastes;
mod localized;
mod pastes_corpus;
mod heads;
mod calls;
mod hostile;
mod engine_texts;
