'use strict';

const STATUSES = ['placed', 'reserved', 'confirmed', 'shipped', 'rejected', 'cancelled'];
const money = new Intl.NumberFormat(undefined, {minimumFractionDigits: 2, maximumFractionDigits: 2});
const whole = new Intl.NumberFormat();
const byId = id => document.getElementById(id);
let chosenOrder = null;
let runEvents = null;
const shownRows = {};

/** An element with text, never with markup: ids and names come from outside. */
function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined && text !== null) made.textContent = text;
  return made;
}

/** A cell that shows the beginning of a long text, and the whole text when pointed at. */
function cut(className, text) {
  const cell = element('td', `cut ${className}`, text);
  cell.title = text ?? '';
  return cell;
}

const TOKEN = 'Foliot-Consistency-Token';
let lastChange = null; // the token of the last change that this page has made

async function call(path, options) {
  const response = await fetch(path, options);
  lastChange = response.headers.get(TOKEN) ?? lastChange;
  const body = await response.text();
  const json = body ? JSON.parse(body) : null;
  if (response.ok) return json;
  const violations = (json?.violations ?? []).map(v => `${v.path} ${v.message}`).join(', ');
  throw new Error(violations || json?.detail || `HTTP ${response.status}`);
}

function showCounts(counts) {
  const orders = Object.fromEntries(counts.map(count => [count.status, count.orders]));
  byId('counts').replaceChildren(...STATUSES.map(status => {
    const tile = element('div', 'tile');
    tile.append(element('b', '', whole.format(orders[status] ?? 0)), element('span', '', status));
    return tile;
  }));
}

function showOrders(orders) {
  byId('no-orders').hidden = orders.length > 0;
  byId('orders').replaceChildren(...orders.map(order => {
    const row = element('tr');
    const status = element('td');
    status.append(element('span', `pill ${order.status}`, order.status));
    const id = cut('', '');
    id.append(choice(order.orderId));
    id.title = order.orderId;
    row.append(
      id,
      cut('', order.customerId),
      element('td', 'number', money.format(order.total)),
      status,
      cut('more', order.note),
      element('td', 'time more', new Date(order.placedAt).toLocaleTimeString()));
    return row;
  }));
}

/** Shows the fulfilment of an order when it is clicked. */
function choice(orderId) {
  const link = element('a', '', orderId);
  link.href = '#run';
  link.addEventListener('click', () => followRun(orderId));
  return link;
}

/** The orders that wait for a person. Unchanged rows stay as they are, so that no click is lost. */
function showWaiting(rows, list, hint, nothing, decisionsOf) {
  const now = JSON.stringify(rows);
  if (now === shownRows[list]) return;
  shownRows[list] = now;
  say(hint, '', rows.length ? '' : nothing);
  byId(list).replaceChildren(...rows.map(waiting => {
    const row = element('tr');
    const order = cut('', waiting.orderId);
    const reason = element('div', 'hint', waiting.reason);
    reason.title = waiting.reason ?? '';
    if (waiting.reason) order.append(reason);
    const decisions = element('td', 'number');
    decisions.append(...decisionsOf(waiting).flatMap(button => [button, ' ']));
    row.append(order, element('td', 'number', money.format(waiting.total)), decisions);
    return row;
  }));
}

function showApprovals(approvals) {
  showWaiting(approvals, 'approvals', 'approval-result', 'No order waits for you.', each => [
    decision('approvals', each, 'Reject', {approved: false}, 'approval-result'),
    decision('approvals', each, 'Approve', {approved: true}, 'approval-result')]);
}

function showFraudCases(cases) {
  showWaiting(cases, 'fraud-cases', 'fraud-result', 'No order is suspected.', each => [
    decision('fraud-cases', each, 'Refuse', {genuine: false}, 'fraud-result'),
    decision('fraud-cases', each, 'Clear', {genuine: true}, 'fraud-result')]);
}

function decision(path, waiting, text, answer, hint) {
  const button = element('button', Object.values(answer)[0] ? '' : 'quiet', text);
  button.addEventListener('click', async () => {
    try {
      await call(`api/${path}/${encodeURIComponent(waiting.orderId)}`, {
        method: 'POST',
        headers: {'Content-Type': 'application/json'},
        body: JSON.stringify({...answer, by: 'the shop'})
      });
    } catch (error) {
      say(hint, 'bad', error.message);
    }
  });
  return button;
}

/** Shows the progress of a fulfilment as it happens; if it has not begun, looks again. */
function followRun(orderId) {
  runEvents?.close();
  if (orderId !== chosenOrder) byId('run-progress').textContent = '';
  chosenOrder = orderId;
  showRun();
  const events = new EventSource(`api/orders/${encodeURIComponent(orderId)}/fulfilment/live`);
  runEvents = events;
  events.addEventListener('message', event => {
    byId('run-progress').textContent = JSON.parse(event.data)?.text ?? '';
    showRun();
  });
  events.addEventListener('end', () => {
    events.close();
    showRun();
  });
  events.addEventListener('error', () => {
    if (events.readyState === EventSource.CLOSED) {
      setTimeout(() => { if (runEvents === events) followRun(orderId); }, 2000);
    }
  });
}

/** The journal of the workflow; nothing if the order has not come so far. */
async function showRun() {
  const report = await call(`api/orders/${encodeURIComponent(chosenOrder)}/fulfilment`)
    .catch(() => null);
  byId('run').hidden = false;
  byId('run-order').textContent = chosenOrder;
  byId('run-status').textContent = report ? report.run.status.toLowerCase() : 'not started';
  byId('run-status').className = `pill ${report ? report.run.status.toLowerCase() : ''}`;
  byId('run-next').textContent =
    report?.run.dueAt ? `It goes on at ${new Date(report.run.dueAt).toLocaleString()}.` : '';
  byId('run-journal').replaceChildren(...(report?.journal ?? []).map(entry => {
    const row = element('tr');
    row.append(
      element('td', '', entry.name ?? entry.operation),
      element('td', '', entry.kind),
      element('td', '', entry.type.toLowerCase().replaceAll('_', ' ')),
      cut('more', entry.error ? entry.error.message ?? entry.error.type : entry.payload),
      element('td', 'time', new Date(entry.at).toLocaleTimeString()));
    return row;
  }));
}

/** Shows each change of the stock when it is committed; the server sends the present rows first. */
function followStock() {
  const levels = new Map();
  const changes = new EventSource('api/stock/live');
  changes.addEventListener('open', () => levels.clear());
  changes.addEventListener('message', event => {
    const {id, row} = JSON.parse(event.data);
    if (row) levels.set(id, row);
    else levels.delete(id);
    showStock([...levels.values()].sort((a, b) => a.productId.localeCompare(b.productId)));
  });
}

function showStock(stock) {
  byId('stock').replaceChildren(...stock.map(level => {
    const row = element('tr');
    row.append(
      element('td', '', level.name ?? level.productId),
      element('td', 'number', level.price === null ? '' : money.format(level.price)),
      element('td', 'number', whole.format(level.available)),
      element('td', 'number', whole.format(level.reserved)));
    return row;
  }));
}

/** The messages that a lane has still to handle, over all segments; nothing if none was counted. */
function lagOf(subscription, lane) {
  const lags = subscription.segments.flatMap(segment => segment.lanes)
    .filter(each => each.lane === lane && each.lag)
    .map(each => each.lag);
  if (!lags.length) return '';
  const messages = lags.reduce((sum, lag) => sum + lag.messages, 0);
  return whole.format(messages) + (lags.some(lag => lag.more) ? '+' : '');
}

function stateOf(subscription) {
  if (subscription.pausedAt) return 'paused';
  if (subscription.circuits.length) return 'failing';
  if (subscription.parked) return 'parked';
  return subscription.lag?.messages ? 'busy' : 'idle';
}

function showSubscriptions(subscriptions) {
  byId('subscriptions').replaceChildren(...subscriptions.map(subscription => {
    const row = element('tr');
    const state = element('td', 'more');
    state.append(element('span', `pill ${stateOf(subscription)}`, stateOf(subscription)));
    const parked = element('td', 'number');
    const list = element('a', '', whole.format(subscription.parked));
    list.href = `actuator/foliot/${encodeURIComponent(subscription.name)}/parked`;
    parked.append(subscription.parked ? list : '0');
    row.append(
      element('td', 'id', subscription.name),
      state,
      element('td', 'number', lagOf(subscription, 'PRIMARY')),
      element('td', 'number', lagOf(subscription, 'BACKFILL')),
      element('td', 'number more', whole.format(Math.round(subscription.perSecond ?? 0))),
      element('td', 'number more', whole.format(subscription.waiting)),
      parked);
    return row;
  }));
}

async function refresh() {
  const connection = byId('connection');
  const customer = byId('only').value.trim();
  const ofCustomer = customer ? `customerId=${encodeURIComponent(customer)}` : 'limit=30';
  const headers = lastChange ? {[TOKEN]: lastChange} : {}; // the order that was just placed is shown
  lastChange = null;
  try {
    const [counts, orders, engines, approvals, cases, rebuild] = await Promise.all(
      ['api/orders/counts', `api/orders?${ofCustomer}`, 'actuator/foliot', 'api/approvals',
        'api/fraud-cases', 'api/dashboard/rebuild'].map(path => call(path, {headers})));
    showCounts(counts);
    showOrders(orders.slice(0, 30));
    showSubscriptions(engines.subscriptions);
    showApprovals(approvals);
    showFraudCases(cases);
    showRebuild(rebuild);
    connection.textContent = 'live';
    connection.className = 'pill live';
  } catch (error) {
    connection.textContent = 'offline';
    connection.className = 'pill offline';
  } finally {
    setTimeout(refresh, 1000);
  }
}

/** The last rebuild of the table of orders; nothing if there was none. */
function showRebuild(rebuild) {
  if (!rebuild) return;
  byId('rebuild').disabled = !rebuild.endedAt;
  const progress = rebuild.endedAt ? '' : ` ${whole.format(rebuild.position)} of ${whole.format(rebuild.end)},`;
  say('rebuild-result', rebuild.status === 'FAILED' ? 'bad' : '',
    `Rebuild ${rebuild.id}: ${rebuild.status.toLowerCase().replaceAll('_', ' ')},${progress} `
    + `${whole.format(rebuild.handled)} events handled. ${rebuild.failure?.error ?? ''}`);
}

function say(id, tone, text) {
  byId(id).className = `hint ${tone}`;
  byId(id).textContent = text;
}

async function addLine() {
  const products = await call('api/products');
  const product = element('select');
  product.setAttribute('aria-label', 'Product');
  product.append(...products.map(each => {
    const option = element('option', '', `${each.name} · ${money.format(each.price)}`);
    option.value = each.productId;
    return option;
  }));
  const quantity = element('input');
  Object.assign(quantity, {type: 'number', min: 1, value: 1, required: true});
  quantity.setAttribute('aria-label', 'Quantity');
  const line = element('div', 'line');
  line.append(product, quantity);
  byId('lines').append(line);
}

byId('add-line').addEventListener('click', addLine);

byId('order-form').addEventListener('submit', async event => {
  event.preventDefault();
  const lines = [...document.querySelectorAll('.line')].map(line => ({
    productId: line.querySelector('select').value,
    quantity: Number(line.querySelector('input').value)
  }));
  const customerId = event.target.elements.customerId.value;
  try {
    const order = await call('api/orders', {
      method: 'POST',
      headers: {'Content-Type': 'application/json'},
      body: JSON.stringify({customerId, lines})
    });
    say('order-result', 'good', `Placed ${order.orderId} for ${money.format(order.total)}.`);
  } catch (error) {
    say('order-result', 'bad', error.message);
  }
});

byId('rebuild').addEventListener('click', async () => {
  try {
    showRebuild(await call('api/dashboard/rebuild', {method: 'POST'}));
  } catch (error) {
    say('rebuild-result', 'bad', error.message);
  }
});

byId('import-form').addEventListener('submit', async event => {
  event.preventDefault();
  const button = event.target.querySelector('button');
  button.disabled = true;
  say('import-result', '', 'Importing…');
  try {
    const report = await call('api/imports/orders', {method: 'POST', body: new FormData(event.target)});
    const bad = report.badLines.slice(0, 5).map(line => ` Line ${line.line}: ${line.reason}.`).join('');
    say('import-result', report.badLines.length ? 'bad' : 'good',
      `${whole.format(report.placed)} placed, ${whole.format(report.unchanged)} unchanged, `
      + `${whole.format(report.badLines.length)} bad lines.${bad}`);
  } catch (error) {
    say('import-result', 'bad', error.message);
  } finally {
    button.disabled = false;
  }
});

addLine();
followStock();
refresh();
