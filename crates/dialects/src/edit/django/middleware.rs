//! What puts the package to work: `INSTALLED_APPS`, and a place in `MIDDLEWARE` before whatever answers.

use tree_sitter::Node;

use super::super::container::{append, extent, insert_before};
use super::super::place::{Place as Where, Source};
use super::super::plan::{Obstacle, Plan, Planned, Precaution, Topic};
use super::super::wanted::Wanted;
use super::settings::Settings;
use crate::django::{ANSWERING, APPLICATION, MIDDLEWARE};
use crate::document::children;
use crate::note::Site;
use crate::reach::Place;
use crate::value::Value;

/// Adds what is missing, and moves what stands too late.
pub(super) fn put_in_place(settings: &Settings<'_, '_>, wanted: &Wanted, plan: &mut Plan<'_>) -> Planned {
    // Settings that extend others have the application there.
    let is_extended = settings.value(&["INSTALLED_APPS"]).is_none() && settings.have_cors();
    if !plan.layout.text().contains(APPLICATION) && !is_extended {
        plan.install("pip install django-cors-headers");
    }
    separate(settings, &["INSTALLED_APPS", "MIDDLEWARE", "MIDDLEWARE_CLASSES"], plan);
    install(settings, plan)?;
    let Some(node) = settings.value(&["MIDDLEWARE", "MIDDLEWARE_CLASSES"]) else {
        plan.remark(
            Topic::LookHere,
            Site::default(),
            format!("`MIDDLEWARE` is not in this file; `{MIDDLEWARE}` has to be the first in it that answers"),
        );
        return Ok(());
    };
    if settings.value(&["MIDDLEWARE"]).is_none() {
        plan.not_read(node, "which Django runs this: since 2.0 `MIDDLEWARE_CLASSES` is not read, and `MIDDLEWARE` is");
    }
    let module = settings.module();
    let Where::List(list) = module.place(node) else {
        return Err(Obstacle::new(
            &plan.layout,
            node,
            format!(
                "`MIDDLEWARE` is put together when the program runs; `{MIDDLEWARE}` has to stand before CommonMiddleware in it"
            ),
        ));
    };
    let entries: Vec<(Node<'_>, String)> =
        children(list).filter_map(|element| Some((element, Source::string(module, element)?))).collect();
    let place = entries.iter().position(|(_, entry)| entry == MIDDLEWARE);
    let answering = entries.iter().position(|(_, entry)| ANSWERING.contains(&entry.as_str()));
    let quoted = plan.layout.quoted(MIDDLEWARE);
    match (place, answering) {
        (Some(place), Some(before)) if before < place => {
            let reason = format!(
                "`CorsMiddleware` stands after `{}`, whose own answers go without CORS headers",
                short(&entries[before].1)
            );
            let written = module.text(entries[place].0).to_owned();
            let extent = extent(plan, list, entries[place].0);
            let site = plan.layout.site_at(entries[before].0.start_byte());
            let what = format!("whether `{}` answers this call by itself", short(&entries[before].1));
            let is_likely = wanted.is_request_blocked() || is_led_to_a_slash(settings, &entries[before].1, wanted);
            let precaution = Precaution { place: Place::new(site, what), is_likely };
            plan.precautions.extend([precaution.clone(), precaution]);
            insert_before(plan, entries[before].0, &written, &reason);
            plan.replace(extent, "", reason);
        }
        (Some(_), _) => {}
        (None, _) if is_named_elsewhere(settings) => {
            let message =
                "`CorsMiddleware` is added elsewhere in this file; it has to come before what answers by itself";
            plan.remark(Topic::LookHere, plan.layout.site_at(list.start_byte()), message);
        }
        (None, _) => {
            let reason = "`CorsMiddleware` is not among `MIDDLEWARE`, so that no CORS header is sent";
            match answering.or(if entries.is_empty() { None } else { Some(0) }) {
                Some(before) => insert_before(plan, entries[before].0, &quoted, reason),
                None => append(plan, list, &[quoted], reason),
            }
        }
    }
    Ok(())
}

/// Whether the middleware is named outside of the list that a Django with `MIDDLEWARE` does not read.
fn is_named_elsewhere(settings: &Settings<'_, '_>) -> bool {
    let module = settings.module();
    let old = settings.value(&["MIDDLEWARE_CLASSES"]).map_or(0..0, |node| node.byte_range());
    module.text(module.root()).match_indices(MIDDLEWARE).any(|(at, _)| !old.contains(&at))
}

/// Puts commas between entries that Python would join: neither of the two is then found, and Django does not start.
fn separate(settings: &Settings<'_, '_>, names: &[&str], plan: &mut Plan<'_>) {
    let module = settings.module();
    let lists = names.iter().filter_map(|name| settings.value(&[name])).filter_map(|node| match module.place(node) {
        Where::List(list) => Some(list),
        _ => None,
    });
    for joined in lists.flat_map(children).filter(|entry| entry.kind() == "concatenated_string") {
        let parts: Vec<_> = children(joined).collect();
        for pair in parts.windows(2).filter(|pair| pair[0].end_position().row < pair[1].start_position().row) {
            plan.insert(
                pair[0].end_byte(),
                ",",
                "a comma is missing here: Python joins this text and the next, and Django does not start",
            );
        }
    }
}

fn install(settings: &Settings<'_, '_>, plan: &mut Plan<'_>) -> Planned {
    let Some(node) = settings.value(&["INSTALLED_APPS"]) else { return Ok(()) };
    let module = settings.module();
    let is_installed = module.text(module.root()).lines().any(|line| {
        line.contains("\"corsheaders\"") || line.contains("'corsheaders'") || line.contains("corsheaders.apps")
    });
    if is_installed {
        return Ok(());
    }
    let Where::List(list) = module.place(node) else {
        return Err(Obstacle::new(
            &plan.layout,
            node,
            "`INSTALLED_APPS` is put together when the program runs; `corsheaders` has to be in it",
        ));
    };
    let quoted = plan.layout.quoted(APPLICATION);
    append(plan, list, &[quoted], "`corsheaders` is not among `INSTALLED_APPS`");
    Ok(())
}

/// Whether `CommonMiddleware` redirects a path without a slash at its end, or fails to: a method with a body cannot be.
fn is_led_to_a_slash(settings: &Settings<'_, '_>, answering: &str, wanted: &Wanted) -> bool {
    let appends = settings.value(&["APPEND_SLASH"]).map(|node| settings.module().value(node).value);
    let is_off = matches!(appends, Some(Value::Boolean(false)));
    let is_open = wanted.path().is_some_and(|path| !path.split('?').next().unwrap_or_default().ends_with('/'));
    answering.ends_with(".CommonMiddleware") && is_open && !is_off
}

fn short(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}
