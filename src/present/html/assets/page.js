// The page's own script: replaces the still pictures of line charts by ones with zoom and a cursor (uPlot), and offers
// the theme and the data. Runs in the browser; everything it shows comes from the two JSON blocks of the page.
(() => {
  const byId = (id) => document.getElementById(id);
  const resultText = byId('result').textContent;
  const result = JSON.parse(resultText);
  const charts = JSON.parse(byId('charts').textContent);
  const language = document.documentElement.lang;
  const root = document.documentElement;

  // --- numbers, as the rest of the page writes them
  const digits = new Intl.NumberFormat(language, { maximumSignificantDigits: 3 });
  const exact = new Intl.NumberFormat(language, { maximumFractionDigits: 6 });
  const scaled = (units) => (value) => {
    const [size, name] = units.find(([size]) => Math.abs(value) >= size * 0.9995) || units[units.length - 1];
    return `${digits.format(value / size)} ${name}`;
  };
  const say = {
    time: scaled([
      [1e9, 's'],
      [1e6, 'ms'],
      [1e3, 'µs'],
      [1, 'ns'],
    ]),
    bits: scaled([
      [1e9, 'Gbit/s'],
      [1e6, 'Mbit/s'],
      [1e3, 'kbit/s'],
      [1, 'bit/s'],
    ]),
    ratio: (value) => `${digits.format(value * 100)} %`,
    seconds: (value) => `${exact.format(value)} s`,
    percentile: (x) => `${exact.format(100 * (1 - 10 ** -x))} %`,
  };

  // --- figures of an interval, as in chart.ts
  const perSecond = (bytes, row) =>
    bytes === null || row.endSeconds <= row.startSeconds
      ? null
      : (bytes * 8) / (row.endSeconds - row.startSeconds);
  const figureOf = (row, figure) => {
    if (row === undefined) return null;
    if (figure === 'up') return perSecond(row.bytesUp, row);
    if (figure === 'down') return perSecond(row.bytesDown, row);
    if (figure !== 'loss') return row[figure];
    return row.lost === null || !row.sent ? null : (row.lost + (row.late || 0)) / row.sent;
  };
  const longest = (result.transports || []).reduce(
    (most, { intervals }) => (intervals.length > most.length ? intervals : most),
    [],
  );
  const dataOf = (chart) => {
    const xs = chart.xs || longest.map((row) => row.endSeconds);
    const columns = chart.series.map(
      ({ values, from }) =>
        values || xs.map((_, at) => figureOf(result.transports[from.transport].intervals[at], from.figure)),
    );
    // A logarithmic axis has no place for zero.
    return [
      xs,
      ...(chart.logarithmic ? columns.map((column) => column.map((v) => (v > 0 ? v : null))) : columns),
    ];
  };

  // --- drawing
  const colour = (name) => getComputedStyle(root).getPropertyValue(`--${name}`).trim();
  const WIDTHS = { thin: 1.6, thick: 3, faint: 1.3 };
  const dashOf = ({ look, weight }) =>
    weight === 'faint' ? [2, 4] : look === 'udp' || look === 'before' ? [8, 5] : undefined;
  const percentileSplits = (last) => [
    0,
    Math.log10(2),
    ...Array.from({ length: Math.floor(last + 1e-9) }, (_, k) => k + 1),
  ];

  // As src/present/html/charts/axis.ts has them; uPlot's own stand at the lowest value and its multiples of ten.
  const powerSplits = (low, high) => {
    const [from, to] = [Math.log10(low), Math.log10(high)];
    const factors = to - from > 3 ? [1] : to - from > 1.2 ? [1, 3] : [1, 2, 5];
    const powers = Array.from(
      { length: Math.ceil(to) - Math.floor(from) + 1 },
      (_, k) => Math.floor(from) + k,
    );
    return powers
      .flatMap((power) => factors.map((factor) => factor * 10 ** power))
      .filter((v) => v >= low && v <= high);
  };

  const optionsOf = (chart, data, width) => {
    const axis = {
      stroke: colour('soft'),
      grid: { stroke: colour('rule'), width: 1 },
      ticks: { show: false },
      font: '13px system-ui, sans-serif',
    };
    const percentile = chart.xKind === 'percentile';
    const last = data[0][data[0].length - 1] || 1;
    return {
      width,
      height: 320,
      padding: [12, 36, 0, 0],
      legend: { show: false },
      cursor: {
        x: true,
        y: false,
        drag: { x: true, y: false },
        sync: percentile ? undefined : { key: 'time' },
        points: { size: 9 },
      },
      scales: {
        x: {
          time: false,
          range: (_plot, low, high) =>
            low === high ? [0, high || 1] : [low === data[0][0] && !percentile ? 0 : low, high],
        },
        y: chart.logarithmic
          ? { distr: 3, log: 10, range: (_plot, low, high) => [low / 1.3, high * 1.3] }
          : {
              range: (_plot, _low, high) => [0, high > 0 ? high * 1.08 : chart.yKind === 'ratio' ? 0.01 : 1],
            },
      },
      axes: [
        {
          ...axis,
          label: chart.xLabel,
          size: 30,
          labelSize: 24,
          labelGap: 0,
          labelFont: '13px system-ui, sans-serif',
          values: (_plot, splits) =>
            splits.map((v) => (v === null ? '' : percentile ? say.percentile(v) : exact.format(v))),
          ...(percentile ? { splits: () => percentileSplits(last) } : {}),
        },
        {
          ...axis,
          size: 84,
          values: (_plot, splits) => splits.map((v) => (v === null ? '' : say[chart.yKind](v))),
          ...(chart.logarithmic
            ? {
                splits: (_plot, _axis, low, high) => powerSplits(low, high),
                filter: (_plot, splits) => splits,
              }
            : {}),
        },
      ],
      series: [
        {},
        ...chart.series.map((one) => ({
          label: one.label,
          stroke: colour(one.look),
          width: WIDTHS[one.weight],
          dash: dashOf(one),
          points: { show: data[0].length <= 40, size: one.weight === 'thick' ? 7 : 5 },
        })),
      ],
    };
  };

  // The same bands as line-svg.ts draws, under the grid: stalls of the measuring threads, phases of an experiment.
  const NARROWEST = 2;
  const shade = (plot, bands) => {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    ctx.font = `${13 * devicePixelRatio}px system-ui, sans-serif`;
    ctx.textAlign = 'center';
    for (const { from, to, label, strong, stood, line = 0 } of bands) {
      const left = plot.valToPos(from, 'x', true);
      const width = Math.max(plot.valToPos(to, 'x', true) - left, stood ? NARROWEST * devicePixelRatio : 0);
      ctx.globalAlpha = stood ? 0.45 : 1;
      ctx.fillStyle = colour(stood ? 'warn-rule' : 'card');
      if (strong) ctx.fillRect(left, bbox.top, width, bbox.height);
      ctx.globalAlpha = 1;
      ctx.fillStyle = colour('soft');
      // A name follows the part of its band that is seen.
      const seen = [Math.max(left, bbox.left), Math.min(left + width, bbox.left + bbox.width)];
      const top = bbox.top + 14 * (line + 1) * devicePixelRatio;
      if (seen[0] <= seen[1]) ctx.fillText(label, (seen[0] + seen[1]) / 2, top);
    }
    ctx.restore();
  };

  const reading = (chart, data, at) => {
    const x = chart.xKind === 'percentile' ? say.percentile(data[0][at]) : say.seconds(data[0][at]);
    const values = chart.series.map(
      (one, k) => `${one.label} ${data[k + 1][at] === null ? '–' : say[chart.yKind](data[k + 1][at])}`,
    );
    return `${x}: ${values.join(' · ')}`;
  };

  const moveTo = (plot, data, at) => {
    const index = Math.max(0, Math.min(data[0].length - 1, at));
    const { min, max } = plot.scales.x;
    const x = data[0][index];
    // The view follows the cursor.
    if (x < min || x > max) plot.setScale('x', { min: x - (max - min) / 2, max: x + (max - min) / 2 });
    plot.setCursor({ left: plot.valToPos(x, 'x'), top: 10 });
    return index;
  };

  const zoom = (plot, data, factor, at) => {
    const { min, max } = plot.scales.x;
    const middle = at === null ? (min + max) / 2 : data[0][at];
    const half = ((max - min) * factor) / 2;
    const [first, last] = [Math.min(0, data[0][0]), data[0][data[0].length - 1]];
    plot.setScale('x', { min: Math.max(first, middle - half), max: Math.min(last, middle + half) });
  };
  const showAll = (plot, data) => plot.setScale('x', { min: data[0][0], max: data[0][data[0].length - 1] });

  const alive = [];
  const draw = (chart) => {
    const figure = byId(chart.id);
    const host = figure.querySelector('.live');
    const still = figure.querySelector('.still');
    const text = figure.querySelector('.reading');
    const data = dataOf(chart);
    let at = null;
    host.hidden = false;
    text.hidden = false;
    still.classList.add('off');
    host.tabIndex = 0;
    host.setAttribute('role', 'img');
    host.setAttribute('aria-label', still.querySelector('desc').textContent);
    const make = () => {
      const options = optionsOf(chart, data, host.clientWidth || 900);
      options.hooks = {
        drawClear: [(plot) => shade(plot, chart.bands || [])],
        setCursor: [
          (plot) => {
            if (plot.cursor.idx === null || plot.cursor.idx === undefined) return;
            at = plot.cursor.idx;
            text.textContent = reading(chart, data, at);
          },
        ],
      };
      return new uPlot(options, data, host);
    };
    let plot = make();
    host.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const step = event.shiftKey ? 10 : 1;
      const here = at === null ? -1 : at;
      if (event.key === 'ArrowRight') at = moveTo(plot, data, here + step);
      else if (event.key === 'ArrowLeft')
        at = moveTo(plot, data, at === null ? data[0].length - 1 : here - step);
      else if (event.key === 'Home') at = moveTo(plot, data, 0);
      else if (event.key === 'End') at = moveTo(plot, data, data[0].length - 1);
      else if (event.key === '+' || event.key === '=') zoom(plot, data, 0.5, at);
      else if (event.key === '-') zoom(plot, data, 2, at);
      else if (event.key === 'Escape' || event.key === '0') showAll(plot, data);
      else return;
      event.preventDefault();
    });
    alive.push({
      again: () => {
        plot.destroy();
        plot = make();
      },
      fit: () => plot.setSize({ width: host.clientWidth, height: 320 }),
    });
  };
  for (const chart of charts) draw(chart);

  // --- theme, size, data
  const redraw = () => {
    for (const one of alive) one.again();
  };
  const theme = byId('theme');
  const system = matchMedia('(prefers-color-scheme: dark)');
  theme.hidden = false;
  theme.addEventListener('click', () => {
    const dark = root.dataset.theme === undefined ? system.matches : root.dataset.theme === 'dark';
    root.dataset.theme = dark ? 'light' : 'dark';
    redraw();
  });
  system.addEventListener('change', redraw);
  addEventListener('resize', () => {
    for (const one of alive) one.fit();
  });
  const download = byId('download');
  if (download) {
    download.hidden = false;
    download.addEventListener('click', () => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([resultText], { type: 'application/json' }));
      link.download = 'sockbench-result.json';
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    });
  }
})();
