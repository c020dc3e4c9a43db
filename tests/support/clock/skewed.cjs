/** Loaded before a program (`node --require`), this has its clock be CLOCK_WRONG_BY_SECONDS ahead. SIGUSR2 sets it right, and that is said. */

const RealDate = Date;
let aheadMs = Number(process.env.CLOCK_WRONG_BY_SECONDS) * 1000;

globalThis.Date = class extends RealDate {
  constructor(...given) {
    super(...(given.length === 0 ? [RealDate.now() + aheadMs] : given));
  }

  static now() {
    return RealDate.now() + aheadMs;
  }
};

process.on("SIGUSR2", () => {
  aheadMs = 0;
  process.stderr.write("the clock is right\n");
});
