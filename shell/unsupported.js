// Only browsers without modules run this, hence the old words.
(function () {
  document.getElementById('skeleton').className += ' shell-stopped';
  document.getElementById('shell-title').textContent = 'Taskdeck needs a newer browser';
  document.getElementById('shell-reason').textContent =
    'This one cannot load JavaScript modules, and so has no WebAssembly of the kind that Taskdeck is made of.';
  document.getElementById('shell-message').hidden = false;
})();
