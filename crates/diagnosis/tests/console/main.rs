//! Console text, from what people paste to the cause that it gets.

mod read;

mod corpus;
mod wordings;
mod look_alikes;
mod pastes;
mod pasted_anyhow;
mod kinds;
mod pastes_corpus;
mod heads;
mod calls;
mod voices;
mod other_mechanisms;
mod own_words;
mod localized;
mod hostile;
mod engine_texts;
