// The words of an email's way, with their tone. A test holds them against the server's.
export const waiting = ['scheduled', 'queued', 'sending', 'delayed', 'held', 'uncertain'];
export const finished = ['sent', 'delivered', 'bounced', 'failed', 'cancelled'];
export const statuses = [...waiting, ...finished];

// An EventSource hears only types that it is told to listen for.
export const eventTypes = [
  ...statuses.map(status => `email.${status}`),
  'identity.paused', 'identity.recovered', 'identity.tested', 'profile.updated', 'channel.updated', 'server.updated',
];

const tones = {
  scheduled: 'wait', queued: 'wait', sending: 'wait', delayed: 'slow', held: 'slow', uncertain: 'odd',
  sent: 'good', delivered: 'good', bounced: 'bad', failed: 'bad', cancelled: '',
  healthy: 'good', slowed: 'slow', paused: 'bad', recovered: 'good',
};

export const toneOf = word => tones[word] ?? '';

export const labelOf = word => word.charAt(0).toUpperCase() + word.slice(1);
