//! A run for each of many items.

use std::{fmt, rc::Rc, sync::Arc};

use futures_util::stream::{self, StreamExt};

use crate::{
    Limit, Outcome, Policy, RunContext, RunHandle, RunOptions, SpawnError, Supervisor, TaskError,
    message,
};

/// Creates the title of the child for an item with this index.
type TitleOf<I> = Rc<dyn Fn(&I, usize) -> Arc<str>>;

/// How [`Supervisor::map`] and [`RunContext::map`] run a body for each of many items.
///
/// ```
/// use taskdeck_core::{Limit, MapOptions, Policy, Retry};
///
/// let options: MapOptions<&str> = MapOptions::new("Upload")
///     .limit(Limit::at_most(3).unwrap())
///     .titles(|name, _index| format!("Upload {name}"))
///     .each(Policy::new().retry(Retry::new(2)));
/// ```
pub struct MapOptions<I> {
    title: Arc<str>,
    limit: Option<Limit>,
    title_of: TitleOf<I>,
    policy: Policy,
}

impl<I> MapOptions<I> {
    /// Creates options with this title of the parent. By default as many children are live as the lane of the parent has
    /// slots, and a child has the title of its parent with its number, from 1.
    #[must_use]
    pub fn new(title: impl Into<Arc<str>>) -> Self {
        let title = title.into();
        let of_parent = title.clone();
        Self {
            title,
            limit: None,
            title_of: Rc::new(move |_, index| format!("{of_parent} {}", index + 1).into()),
            policy: Policy::default(),
        }
    }

    /// Sets how many children are live at a time. The limit of their lane holds as well.
    #[must_use]
    pub fn limit(mut self, limit: Limit) -> Self {
        self.limit = Some(limit);
        self
    }

    /// Sets the function that titles the child for an item with this index, from 0.
    #[must_use]
    pub fn titles<S: Into<Arc<str>>>(mut self, title: impl Fn(&I, usize) -> S + 'static) -> Self {
        self.title_of = Rc::new(move |item, index| title(item, index).into());
        self
    }

    /// Sets the policy of each child.
    #[must_use]
    pub fn each(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }
}

impl<I> Clone for MapOptions<I> {
    fn clone(&self) -> Self {
        Self {
            title: self.title.clone(),
            limit: self.limit,
            title_of: self.title_of.clone(),
            policy: self.policy.clone(),
        }
    }
}

impl<I> fmt::Debug for MapOptions<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MapOptions")
            .field("title", &self.title)
            .field("limit", &self.limit)
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}

impl Supervisor {
    /// Spawns a run that runs a body for each item, each as a child, and returns the values in the order of the items.
    ///
    /// Items are taken from the iterator as they are needed. The first child that fails fails the run, and the others
    /// are cancelled. A retry of the run begins with the first item again.
    ///
    /// See [`RunContext::map`] for children of a run of your own, and
    /// [`map_settled`](RunContext::map_settled) for the outcome of each item.
    ///
    /// # Errors
    ///
    /// As [`spawn`](Self::spawn).
    ///
    /// ```
    /// # use taskdeck_core::{Config, Limit, MapOptions, Outcome, RunContext, Supervisor, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let options = MapOptions::new("Measure").limit(Limit::at_most(2)?);
    /// let run = supervisor.map(options, ["a", "bcd"], async |_ctx, name: &str, _index| Ok(name.len()))?;
    /// assert_eq!(world.block_on(run.outcome()), Outcome::Completed(vec![1, 3]));
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    pub fn map<I, F, T>(
        &self,
        options: MapOptions<I::Item>,
        items: I,
        body: F,
    ) -> Result<RunHandle<Vec<T>>, SpawnError>
    where
        I: IntoIterator<Item: Clone> + Clone + 'static,
        F: AsyncFn(RunContext, I::Item, usize) -> Result<T, TaskError> + 'static,
        T: 'static,
    {
        let body = Rc::new(body);
        let title = RunOptions::new(options.title.clone());
        self.spawn_repeatable(title, move |ctx| {
            let (options, items, body) = (options.clone(), items.clone(), body.clone());
            async move { ctx.map_shared(options, items, body).await }
        })
    }
}

impl RunContext {
    /// Runs a body for each item, each as a [child](Self#children), and returns the values in the order of the items.
    ///
    /// Items are taken from the iterator as they are needed.
    ///
    /// See [`Supervisor::map`] for a run of its own.
    ///
    /// # Errors
    ///
    /// The error of the first child that fails or is cancelled, or that is refused as by [`spawn`](Self::spawn). Return
    /// it from the body, and the other children are cancelled.
    ///
    /// ```
    /// # use taskdeck_core::{Config, MapOptions, Outcome, RunContext, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let run = supervisor.spawn("Check", async |ctx: RunContext| {
    ///     let check = async |_ctx, age: u32, _index| match age {
    ///         150.. => Err(TaskError::new("too old")),
    ///         age => Ok(age),
    ///     };
    ///     ctx.map(MapOptions::new("Age"), [12, 180], check).await
    /// })?;
    /// assert_eq!(world.block_on(run.outcome()), Outcome::Failed(TaskError::new("too old")));
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub async fn map<I, F, T>(
        &self,
        options: MapOptions<I::Item>,
        items: I,
        body: F,
    ) -> Result<Vec<T>, TaskError>
    where
        I: IntoIterator<Item: Clone + 'static>,
        F: AsyncFn(RunContext, I::Item, usize) -> Result<T, TaskError> + 'static,
        T: 'static,
    {
        self.map_shared(options, items, Rc::new(body)).await
    }

    async fn map_shared<I, F, T>(
        &self,
        options: MapOptions<I::Item>,
        items: I,
        body: Rc<F>,
    ) -> Result<Vec<T>, TaskError>
    where
        I: IntoIterator<Item: Clone + 'static>,
        F: AsyncFn(RunContext, I::Item, usize) -> Result<T, TaskError> + 'static,
        T: 'static,
    {
        let mut values = Vec::new();
        let mut children = self.children_of(&options, items, body);
        while let Some((index, title, outcome)) = children.next().await {
            match outcome? {
                Outcome::Completed(value) => values.push((index, value)),
                Outcome::Failed(error) => return Err(error),
                Outcome::Cancelled(why) => {
                    let error = message!("\"{title}\" was cancelled", title = title);
                    return Err(TaskError::new(error).caused_by(why.message()));
                }
            }
        }
        Ok(in_order(values))
    }

    /// Runs a body for each item, each as a [child](Self#children), and returns the outcomes in the order of the items. A
    /// child that fails stops no other.
    ///
    /// # Errors
    ///
    /// When a child is refused as by [`spawn`](Self::spawn).
    ///
    /// ```
    /// # use taskdeck_core::{Config, MapOptions, Outcome, RunContext, Supervisor, TaskError, sim::SimWorld};
    /// # let world = SimWorld::new(1);
    /// # let supervisor = Supervisor::new(Config::new(world.shared()));
    /// let run = supervisor.spawn("Divide", async |ctx: RunContext| {
    ///     let divide = async |_ctx, n: u32, _index| 12_u32.checked_div(n).ok_or_else(|| TaskError::new("by zero"));
    ///     ctx.map_settled(MapOptions::new("By"), [4, 0], divide).await
    /// })?;
    /// let failed = Outcome::Failed(TaskError::new("by zero"));
    /// assert_eq!(world.block_on(run.outcome()), Outcome::Completed(vec![Outcome::Completed(3), failed]));
    /// # Ok::<_, taskdeck_core::SpawnError>(())
    /// ```
    pub async fn map_settled<I, F, T>(
        &self,
        options: MapOptions<I::Item>,
        items: I,
        body: F,
    ) -> Result<Vec<Outcome<T>>, TaskError>
    where
        I: IntoIterator<Item: Clone + 'static>,
        F: AsyncFn(RunContext, I::Item, usize) -> Result<T, TaskError> + 'static,
        T: 'static,
    {
        let mut outcomes = Vec::new();
        let mut children = self.children_of(&options, items, Rc::new(body));
        while let Some((index, _, outcome)) = children.next().await {
            outcomes.push((index, outcome?));
        }
        Ok(in_order(outcomes))
    }

    /// Spawns a child for each item, as many at a time as the limit allows, and returns them as they end.
    fn children_of<I, F, T>(
        &self,
        options: &MapOptions<I::Item>,
        items: I,
        body: Rc<F>,
    ) -> impl stream::Stream<Item = (usize, Arc<str>, Result<Outcome<T>, SpawnError>)> + Unpin
    where
        I: IntoIterator<Item: Clone + 'static>,
        F: AsyncFn(RunContext, I::Item, usize) -> Result<T, TaskError> + 'static,
        T: 'static,
    {
        let items = items.into_iter();
        if let (least, Some(most)) = items.size_hint()
            && least == most
        {
            self.expect_children(most);
        }
        let limit = options
            .limit
            .or_else(|| self.lane_limit())
            .unwrap_or(Limit::UNLIMITED);
        let limit = limit.finite().unwrap_or(usize::MAX);
        let child = move |(index, item): (usize, I::Item)| {
            let title = (options.title_of)(&item, index);
            let of_child = RunOptions::new(title.clone()).policy(options.policy.clone());
            let body = body.clone();
            let run = self.spawn_repeatable(of_child, move |ctx| {
                let (body, item) = (body.clone(), item.clone());
                async move { body(ctx, item, index).await }
            });
            async move {
                match run {
                    Ok(run) => (index, title, Ok(run.outcome().await)),
                    Err(refused) => (index, title, Err(refused)),
                }
            }
        };
        Box::pin(
            stream::iter(items.enumerate())
                .map(child)
                .buffer_unordered(limit),
        )
    }
}

impl RunContext {
    /// Returns the limit of the lane of this run.
    fn lane_limit(&self) -> Option<Limit> {
        let supervisor = self.supervisor()?;
        let lane = supervisor.run(self.id()).brief()?.lane;
        Some(supervisor.lane(&lane).usage()?.limit)
    }
}

/// Returns the values in the order of their indexes.
fn in_order<T>(mut values: Vec<(usize, T)>) -> Vec<T> {
    values.sort_unstable_by_key(|(index, _)| *index);
    values.into_iter().map(|(_, value)| value).collect()
}
