/** The time, moving on once a second; what shows "how long" reads it. */
export class Clock {
  now = $state(Date.now());

  constructor() {
    setInterval(() => this.now = Date.now(), 1000);
  }
}
