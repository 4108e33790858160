//! `{{#each}}` that ends: the turns of all loops of a template are counted, also of those that write nothing.

use std::sync::atomic::{AtomicUsize, Ordering};

use handlebars::{
    BlockContext, BlockParams, Context, Handlebars, Helper, HelperDef, HelperResult, Output, RenderContext,
    RenderErrorReason, Renderable,
};
use serde_json::Value as Json;

/// The most turns that the loops of a template may take together.
const MOST_TURNS: usize = 200_000;

/// In place of Handlebars's own loop, with the same names: `this`, `@index`, `@key`, `@first`, `@last`, `as |value key|`.
#[derive(Default)]
pub struct Each {
    turns: AtomicUsize,
}

impl HelperDef for Each {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        registry: &'reg Handlebars<'reg>,
        context: &'rc Context,
        render: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let wrong = |message: String| RenderErrorReason::Other(message);
        let over = helper.param(0).ok_or_else(|| wrong("`each` needs a list".to_owned()))?;
        if over.is_value_missing() {
            return Err(RenderErrorReason::MissingVariable(over.relative_path().cloned()).into());
        }
        let entries: Vec<(String, Json)> = match over.value() {
            Json::Array(values) => {
                values.iter().enumerate().map(|(at, value)| (at.to_string(), value.clone())).collect()
            }
            Json::Object(values) => values.iter().map(|(key, value)| (key.clone(), value.clone())).collect(),
            _ => Vec::new(),
        };
        let Some(body) = helper.template().filter(|_| !entries.is_empty()) else {
            return helper.inverse().map_or(Ok(()), |instead| instead.render(registry, context, render, out));
        };
        if self.turns.fetch_add(entries.len(), Ordering::Relaxed) + entries.len() > MOST_TURNS {
            let message =
                format!("the loops take more than {MOST_TURNS} turns together; do they stand in one another?");
            return Err(wrong(message).into());
        }
        let is_list = over.value().is_array();
        let path = over.context_path();
        let count = entries.len();
        render.push_block(BlockContext::new());
        for (at, (key, value)) in entries.into_iter().enumerate() {
            let key_value = if is_list { Json::from(at) } else { Json::from(key.clone()) };
            if let Some(block) = render.block_mut() {
                block.set_local_var("first", (at == 0).into());
                block.set_local_var("last", (at + 1 == count).into());
                block.set_local_var("index", at.into());
                if !is_list {
                    block.set_local_var("key", key_value.clone());
                }
                match path {
                    // Where the value has a place in the data, `../` leads out of it.
                    Some(path) => *block.base_path_mut() = path.iter().cloned().chain([key]).collect(),
                    None => block.set_base_value(value.clone()),
                }
                let mut names = BlockParams::new();
                if let Some(name) = helper.block_param() {
                    names.add_value(name, value)?;
                } else if let Some((name, name_of_key)) = helper.block_param_pair() {
                    names.add_value(name, value)?;
                    names.add_value(name_of_key, key_value)?;
                }
                block.set_block_params(names);
            }
            body.render(registry, context, render, out)?;
        }
        render.pop_block();
        Ok(())
    }
}
