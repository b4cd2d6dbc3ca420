// Only browsers without modules run this, so it uses only old syntax.
(function () {
  document.getElementById('skeleton').className += ' shell-stopped';
  document.getElementById('shell-title').textContent = 'Taskdeck needs a newer browser';
  document.getElementById('shell-reason').textContent =
    'This browser cannot load JavaScript modules, so it cannot run the WebAssembly that Taskdeck is built with.';
  document.getElementById('shell-message').hidden = false;
})();
