// What the page keeps of an event: a few short texts, whatever its size was.
const long = 300;
const cut = text => text.length > long ? `${text.slice(0, long)}…` : text;

export function recordOf(event) {
  const { data } = event;
  const sender = data.sender ?? {};
  return {
    id: event.id, type: event.type, at: event.timestamp,
    emailId: data.emailId ?? null, status: data.emailId ? data.status : null, attempt: data.attempt ?? 0, by: data.by?.action ?? null,
    kind: sender.kind ?? null, senderId: sender.id ?? null, agentId: sender.agentId ?? (sender.kind === 'agent' ? sender.id : null),
    sender: cut(senderText(data, sender)), to: cut(recipientsText(data.recipients ?? [])), subject: cut(data.subject ?? ''),
    details: cut(detailsText(data)), nextAttemptAt: data.nextAttemptAt ?? null,
  };
}

function senderText(data, { kind, id, agentId, address }) {
  if (!kind) return [data.kind, data.id ?? data.agentId ?? data.channelId ?? data.serverId].filter(Boolean).join(' ');
  const name = kind === 'channel' && agentId ? `${agentId} through ${id}` : id;
  return address ? `${name} (${address})` : `${kind} ${name}`;
}

function recipientsText(recipients) {
  const [first] = recipients;
  if (!first) return '';
  return recipients.length === 1 ? first.address : `${first.address} and ${recipients.length - 1} more`;
}

function detailsText({ error, smtp, by, ok, possibleDuplicate }) {
  const reply = smtp?.reply && smtp.code ? `${smtp.code} ${smtp.reply}` : smtp?.reply;
  const words = [by && `Asked for: ${by.action}.`, error?.hint, reply && (error || ok === false) && `Server: ${reply}`, possibleDuplicate && 'May arrive twice.'];
  return words.filter(Boolean).join(' ');
}
