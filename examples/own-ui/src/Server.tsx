import { useEffect, useState } from 'react';

const MOODS = { well: 'Well', slow: 'Slow', flaky: 'Busy at first', broken: 'Broken' };

/** Reads the mood of the example's server, or sets it. */
async function requestMood(mood?: string): Promise<string> {
  const answer = await fetch('/api/mood', mood ? { method: 'PUT', body: mood } : {});
  if (!answer.ok) throw new Error(`The server answered ${answer.status}`);
  return ((await answer.json()) as { mood: string }).mood;
}

export function Server() {
  const [mood, setMood] = useState('');
  useEffect(() => void requestMood().then(setMood), []);
  const choose = (mood: string) => {
    setMood(mood);
    void requestMood(mood);
  };
  return (
    <>
      <h1>Server</h1>
      <p>Uploads go on while this page is open.</p>
      <fieldset>
        <legend>Mood of the server</legend>
        {Object.entries(MOODS).map(([value, words]) => (
          <label key={value}>
            <input type="radio" name="mood" checked={mood === value} onChange={() => choose(value)} /> {words}
          </label>
        ))}
      </fieldset>
    </>
  );
}
