//! Tasks.

use std::{fmt, future::Future, rc::Rc, sync::Arc};

use futures_core::future::LocalBoxFuture;

use crate::{
    Field, FileHint, Message, Output, Params, Policy, RunContext, Schedule, TaskError,
    policy::policy_methods, run::body::Recipe,
};

pub(crate) type Sample = Rc<dyn Fn() -> LocalBoxFuture<'static, Result<Params, TaskError>>>;
pub(crate) type Suits = Rc<dyn Fn(&[FileHint<'_>]) -> u8>;
pub(crate) type StartsOnDrop = Rc<dyn Fn(Params) -> LocalBoxFuture<'static, bool>>;

/// A task is what can be run: id, title, parameters, policy, body. On screen it is a card.
///
/// See [`Supervisor::spawn`](crate::Supervisor::spawn) for a run without a task.
///
/// # Comparison to `TaskFn`
///
/// A task is known to its supervisor by an id: it can be listed, started by name and scheduled. Its parameters are JSON,
/// and its value is an [`Output`] to show. A [`TaskFn`](crate::TaskFn) is known to the code that holds it. Its argument
/// and its value are of any type.
///
/// # Example
///
/// ```
/// use taskdeck_core::{Field, RunContext, Task};
///
/// let greet = Task::new("greet", "Greet", async |ctx: RunContext| {
///     Ok(format!("Hello, {}", ctx.params().text("name").unwrap_or("world")))
/// })
/// .description("Says hello")
/// .field(Field::text("name", "Name"));
/// assert_eq!(greet.title(), "Greet");
/// ```
#[derive(Clone)]
pub struct Task {
    pub(crate) id: Arc<str>,
    pub(crate) title: Arc<str>,
    pub(crate) description: Message,
    pub(crate) icon: Arc<str>,
    pub(crate) group: Message,
    pub(crate) fields: Rc<[Field]>,
    pub(crate) policy: Policy,
    pub(crate) recipe: Rc<dyn Recipe<Output>>,
    pub(crate) split: Option<Rc<dyn Fn(Params) -> Vec<Params>>>,
    pub(crate) run_title: Option<Rc<dyn Fn(&Params) -> String>>,
    pub(crate) run_key: Option<Rc<dyn Fn(&Params) -> String>>,
    pub(crate) schedule: Option<Rc<dyn Fn(&Params) -> Option<Schedule>>>,
    pub(crate) sample: Option<Sample>,
    pub(crate) suits: Option<Suits>,
    pub(crate) starts_on_drop: Option<StartsOnDrop>,
    pub(crate) run_label: Option<Rc<dyn Fn(&Params) -> Option<Message>>>,
}

impl Task {
    /// Creates a task with this id, title and body. The body is called once per attempt, and its value is the
    /// output of the run.
    #[must_use]
    pub fn new<F, Fut, O>(id: impl Into<Arc<str>>, title: impl Into<Arc<str>>, body: F) -> Self
    where
        F: Fn(RunContext) -> Fut + 'static,
        Fut: Future<Output = Result<O, TaskError>> + 'static,
        O: Into<Output> + 'static,
    {
        let body = Rc::new(body);
        let recipe = move |ctx: RunContext| {
            let body = body.clone();
            async move {
                let output: Output = body(ctx.clone()).await?.into();
                // An output that the body has set stays if the body returns nothing.
                if output.is_empty() {
                    if let Some(summary) = &output.summary {
                        ctx.summary(summary.clone());
                    }
                    output
                        .problems
                        .iter()
                        .for_each(|problem| ctx.problem(problem));
                } else {
                    ctx.output(output.clone());
                }
                Ok(output)
            }
        };
        Self {
            id: id.into(),
            title: title.into(),
            description: Message::EMPTY,
            icon: "".into(),
            group: Message::EMPTY,
            fields: Rc::from([]),
            policy: Policy::default(),
            recipe: crate::run::body::recipe(recipe),
            split: None,
            run_title: None,
            run_key: None,
            schedule: None,
            sample: None,
            suits: None,
            starts_on_drop: None,
            run_label: None,
        }
    }

    /// Sets the description, one line.
    #[must_use]
    pub fn description(mut self, description: impl Into<Message>) -> Self {
        self.description = description.into();
        self
    }

    /// Sets the heading of the task.
    #[must_use]
    pub fn group(mut self, group: impl Into<Message>) -> Self {
        self.group = group.into();
        self
    }

    /// Sets the name of the icon.
    #[must_use]
    pub fn icon(mut self, icon: impl Into<Arc<str>>) -> Self {
        self.icon = icon.into();
        self
    }

    /// Adds a parameter.
    #[must_use]
    pub fn field(mut self, field: Field) -> Self {
        self.fields = self.fields.iter().cloned().chain([field]).collect();
        self
    }

    /// Sets the policy, in place of everything that was set of it before.
    #[must_use]
    pub fn policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    policy_methods!(.policy);

    /// Sets a function that splits the parameters of a form: one run is started for each of those returned.
    #[must_use]
    pub fn split(mut self, split: impl Fn(Params) -> Vec<Params> + 'static) -> Self {
        self.split = Some(Rc::new(split));
        self
    }

    /// Sets a function that makes the title of a run from its parameters.
    #[must_use]
    pub fn run_title(mut self, title: impl Fn(&Params) -> String + 'static) -> Self {
        self.run_title = Some(Rc::new(title));
        self
    }

    /// Sets a function that makes the overlap key of a run from its parameters. An empty key is none. A key
    /// in the options of a run goes before it.
    #[must_use]
    pub fn run_key(mut self, key: impl Fn(&Params) -> String + 'static) -> Self {
        self.run_key = Some(Rc::new(key));
        self
    }

    /// Sets a function that makes a schedule from the parameters of a form. The form starts a run where it
    /// returns `None`. [`Supervisor::start`](crate::Supervisor::start) always starts a run.
    ///
    /// ```
    /// use std::time::Duration;
    /// use taskdeck_core::{Field, Params, RunContext, Schedule, Task};
    ///
    /// let task = Task::new("sync", "Sync", async |_ctx: RunContext| Ok(()))
    ///     .field(Field::number("every", "Every so many seconds", 1.0, 3_600.0))
    ///     .scheduled_by(|params| {
    ///         let seconds = params.number("every")?;
    ///         Some(Schedule::every(Duration::from_secs_f64(seconds)).at_once())
    ///     });
    /// let every_five = task.schedule_for(&Params::new().with("every", 5));
    /// assert_eq!(every_five, Some(Schedule::every(Duration::from_secs(5)).at_once()));
    /// assert_eq!(task.schedule_for(&Params::new()), None);
    /// ```
    #[must_use]
    pub fn scheduled_by(
        mut self,
        schedule: impl Fn(&Params) -> Option<Schedule> + 'static,
    ) -> Self {
        self.schedule = Some(Rc::new(schedule));
        self
    }

    /// Sets a function that makes sample parameters, to try the task with.
    #[must_use]
    pub fn sample<Fut>(mut self, sample: impl Fn() -> Fut + 'static) -> Self
    where
        Fut: Future<Output = Result<Params, TaskError>> + 'static,
    {
        self.sample = Some(Rc::new(move || Box::pin(sample())));
        self
    }

    /// Sets a function that returns the label of the button that starts the task with these parameters, in place of
    /// *Run*. They are unchecked: the form may still be empty.
    ///
    /// ```
    /// use taskdeck_core::{Field, Message, Params, RunContext, Task, message};
    ///
    /// let task = Task::new("sync", "Sync", async |_ctx: RunContext| Ok(()))
    ///     .field(Field::switch("dry", "Change nothing"))
    ///     .run_label(|params| params.switch("dry")?.then_some(message!("Preview")));
    /// assert_eq!(task.label_for(&Params::new()), None);
    /// let dry = Params::new().with("dry", true);
    /// assert_eq!(task.label_for(&dry), Some(Message::from("Preview")));
    /// ```
    #[must_use]
    pub fn run_label(mut self, label: impl Fn(&Params) -> Option<Message> + 'static) -> Self {
        self.run_label = Some(Rc::new(label));
        self
    }

    /// Returns the id, unique within a supervisor.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns the title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Returns the description; may be empty.
    #[must_use]
    pub fn description_text(&self) -> &Message {
        &self.description
    }

    /// Returns the name of the icon; may be empty.
    #[must_use]
    pub fn icon_name(&self) -> &str {
        &self.icon
    }

    /// Returns the heading; may be empty.
    #[must_use]
    pub fn group_name(&self) -> &Message {
        &self.group
    }

    /// Returns the parameters, in order.
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// Returns the policy of its runs.
    #[must_use]
    pub fn run_policy(&self) -> &Policy {
        &self.policy
    }

    /// Returns whether it has sample parameters.
    #[must_use]
    pub fn has_sample(&self) -> bool {
        self.sample.is_some()
    }

    /// Makes sample parameters; `None` when the task has none.
    #[must_use]
    pub fn make_sample(&self) -> Option<LocalBoxFuture<'static, Result<Params, TaskError>>> {
        self.sample.as_ref().map(|sample| sample())
    }

    /// Returns the parameters of each run that a form with these parameters starts.
    #[must_use]
    pub fn split_params(&self, params: Params) -> Vec<Params> {
        match &self.split {
            Some(split) => split(params),
            None => vec![params],
        }
    }

    /// Returns whether the label of the button that starts the task depends on the parameters.
    #[must_use]
    pub fn has_run_label(&self) -> bool {
        self.run_label.is_some()
    }

    /// Returns the label of the button that starts the task with these parameters; `None` for *Run*.
    #[must_use]
    pub fn label_for(&self, params: &Params) -> Option<Message> {
        self.run_label.as_ref()?(params)
    }

    /// Returns the schedule that a form with these parameters starts in place of a run.
    #[must_use]
    pub fn schedule_for(&self, params: &Params) -> Option<Schedule> {
        self.schedule.as_ref()?(params)
    }

    pub(crate) fn key_for(&self, params: &Params) -> Option<Arc<str>> {
        let key = self.run_key.as_ref()?(params);
        (!key.is_empty()).then(|| key.into())
    }

    pub(crate) fn title_for(&self, params: &Params) -> Arc<str> {
        match &self.run_title {
            Some(title) => title(params).into(),
            None => self.title.clone(),
        }
    }
}

impl fmt::Debug for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Task")
            .field("id", &self.id)
            .field("title", &self.title)
            .field("fields", &self.fields)
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Config, OutputPart, Supervisor, sim::SimWorld};

    fn shown(task: Task) -> Vec<String> {
        let world = SimWorld::new(1);
        let supervisor = Supervisor::new(Config::new(world.shared()));
        supervisor.define(task).unwrap();
        let run = supervisor.start("task", Params::new()).unwrap();
        world.block_on(run.wait());
        let parts = run.output().unwrap_or_default().parts;
        parts
            .iter()
            .map(|part| match part {
                OutputPart::Text { text, .. } => text.to_string(),
                other => format!("{other:?}"),
            })
            .collect()
    }

    #[test]
    fn what_a_body_returns_is_what_a_person_sees() {
        let task = Task::new("task", "Task", async |ctx: RunContext| {
            ctx.output("on its way");
            Ok("the end")
        });
        assert_eq!(shown(task), ["the end"]);
    }

    #[test]
    fn what_a_body_has_set_stays_when_it_returns_nothing_or_fails() {
        let nothing = Task::new("task", "Task", async |ctx: RunContext| {
            ctx.output("on its way");
            Ok(())
        });
        assert_eq!(shown(nothing), ["on its way"]);
        let fails = Task::new("task", "Task", async |ctx: RunContext| {
            ctx.output("on its way");
            Err::<(), _>(TaskError::new("no"))
        });
        assert_eq!(shown(fails), ["on its way"]);
    }
}
