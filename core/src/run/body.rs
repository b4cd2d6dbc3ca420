//! From a function to the future of one attempt.

use std::{any::Any, future::Future, rc::Rc};

use crate::{
    RunContext, TaskError,
    run::cell::{Settle, ValueCell},
    world::Body,
};

/// Creates a body that can be made once.
pub(crate) fn once<F, Fut, T>(function: F, ctx: RunContext, cell: Rc<ValueCell<T>>) -> Body
where
    F: FnOnce(RunContext) -> Fut + 'static,
    Fut: Future<Output = Result<T, TaskError>> + 'static,
    T: 'static,
{
    Body::new(async move {
        let value = function(ctx).await?;
        cell.put(value);
        Ok(())
    })
}

/// Makes a body for each attempt, which puts its value into the cell.
pub(crate) trait Recipe<T> {
    fn body(&self, ctx: RunContext, cell: Rc<ValueCell<T>>) -> Body;
}

struct FnRecipe<F>(Rc<F>);

impl<F, Fut, T> Recipe<T> for FnRecipe<F>
where
    F: Fn(RunContext) -> Fut + 'static,
    Fut: Future<Output = Result<T, TaskError>> + 'static,
    T: 'static,
{
    fn body(&self, ctx: RunContext, cell: Rc<ValueCell<T>>) -> Body {
        let function = self.0.clone();
        Body::new(async move {
            let value = function(ctx).await?;
            cell.put(value);
            Ok(())
        })
    }
}

/// Creates a recipe that calls this function for each attempt.
pub(crate) fn recipe<F, Fut, T>(function: F) -> Rc<dyn Recipe<T>>
where
    F: Fn(RunContext) -> Fut + 'static,
    Fut: Future<Output = Result<T, TaskError>> + 'static,
    T: 'static,
{
    Rc::new(FnRecipe(Rc::new(function)))
}

/// A recipe together with the cell of one run. It hides the type of the value.
pub(crate) trait Repeat: Any {
    /// Makes the body of one more attempt of the same run.
    fn attempt(&self, ctx: RunContext) -> Body;

    /// Returns the same recipe for another run, with a cell of its own.
    fn for_new_run(&self) -> (Rc<dyn Repeat>, Rc<dyn Settle>);
}

struct Repeater<T> {
    recipe: Rc<dyn Recipe<T>>,
    cell: Rc<ValueCell<T>>,
}

impl<T: 'static> Repeat for Repeater<T> {
    fn attempt(&self, ctx: RunContext) -> Body {
        self.recipe.body(ctx, self.cell.clone())
    }

    fn for_new_run(&self) -> (Rc<dyn Repeat>, Rc<dyn Settle>) {
        let cell = self.cell.sibling();
        (repeat(self.recipe.clone(), cell.clone()), cell)
    }
}

/// Combines a recipe with the cell of one run.
pub(crate) fn repeat<T: 'static>(
    recipe: Rc<dyn Recipe<T>>,
    cell: Rc<ValueCell<T>>,
) -> Rc<dyn Repeat> {
    Rc::new(Repeater { recipe, cell })
}
