/** Where the probes of a UDP run over the lab went, by direction: every one has an owner. */

/** @returns `carried`: answers that came, by answers that the link let through */
export function ownersOf({ loss, link, quality }) {
  const warned = Object.fromEntries(quality.warnings.map(({ code, details }) => [code, details?.count ?? 0]));
  const way = (direction) => {
    const { sent, received, causes } = loss[direction];
    const { packets, dropped, corrupted, delivered } = link[direction].udp;
    const notAnswered = causes.notAnswered ?? 0;
    // Before the link: its sending end's queue. Behind it: the receiving socket's buffer.
    const overrun = sent - notAnswered - packets;
    const buffer = causes.receiverBuffer;
    return {
      sent,
      dropped,
      corrupted,
      overrun,
      buffer,
      notAnswered,
      arrived: received,
      unowned: delivered - received - buffer,
    };
  };
  const [up, down] = [way('up'), way('down')];
  const told = warned['link-overrun'] ?? 0;
  const missing = up.overrun + down.overrun;
  // The interfaces' own counters hold the warm-up's overruns too, so they are no less than what is missing.
  if (missing > told) up.unowned += missing - told;
  const { packets } = link.up.udp;
  const through = (link.up.udp.delivered / packets) * (link.down.udp.delivered / link.down.udp.packets);
  return { up, down, carried: loss.down.received / (loss.up.sent * through) };
}
