using Microsoft.Playwright;

namespace AgentMail.IntegrationTests.Monitor;

/// <summary>The reckoning of the live page, in the browser that it runs in.</summary>
[Collection(nameof(OneMonitorScenery))]
public sealed class MonitorPartsTests(MonitorScenery scenery)
{
    [Fact]
    public async Task Counters_go_on_from_a_reading_without_gap_and_without_counting_twice()
    {
        await using var watched = await scenery.Browser.OpenAsync(scenery.Address);

        var results = await InPageAsync<string[]>(watched.Page, """
            const { Counts } = await import('/monitor/counts.js');
            const results = [];
            const stats = (lastEventId, byStatus) => ({ lastEventId, byStatus, byIdentity: [{ sender: { kind: 'agent', id: 'ann' }, byStatus }] });
            const event = (id, status, emailId = 'em_1', more = {}) => ({ id, emailId, status, attempt: status === 'queued' ? 0 : 1, kind: 'agent', senderId: 'ann', ...more });
            const say = (counts, of) => results.push(Object.entries(counts.of(of)).filter(([, n]) => n).map(([s, n]) => `${s} ${n}`).sort().join(', '));

            let counts = new Counts();
            counts.read(stats('ev_3', { queued: 1, sent: 5 }));
            counts.move(event('ev_2', 'queued'));                       // before the reading: it has it
            counts.move(event('ev_3', 'queued', 'em_2'));
            say(counts);
            counts.move(event('ev_4', 'sending'));
            counts.move(event('ev_5', 'sent'));
            say(counts);
            counts.move(event('ev_6', 'queued', 'em_3'));
            counts.read(stats('ev_5', { queued: 1, sent: 6 }));        // has ev_4 and ev_5, and not ev_6
            say(counts);
            counts.read(stats('ev_9', { queued: 1, sent: 6, sending: 1 })); // ahead of the stream
            counts.move(event('ev_8', 'sending', 'em_3'));
            say(counts);
            counts.move(event('ev_A', 'sent', 'em_3'));
            say(counts);
            say(counts, (kind, id) => id === 'ann');
            say(counts, (kind, id) => id === 'ben');

            counts = new Counts();
            counts.read(stats('ev_0', { held: 2, uncertain: 1 }));
            results.push(counts.move(event('ev_1', 'queued', 'em_4')));                               // new, or freed: both look alike
            results.push(counts.move(event('ev_2', 'queued', 'em_5', { attempt: 2, by: 'resend' }))); // only a reading is sure
            results.push(counts.move(event('ev_3', 'sending', 'em_5')));                              // known by now
            return results.map(String);
            """);

        Assert.Equal(["queued 1, sent 5", "sent 6", "queued 2, sent 6", "queued 1, sending 1, sent 6", "queued 1, sent 7", "queued 1, sent 7", "", "true", "true", "false"], results);
    }

    [Fact]
    public async Task Five_hundred_events_a_second_are_shown_within_a_frame_and_forgotten_in_time()
    {
        await using var watched = await scenery.Browser.OpenAsync(scenery.Address);

        var rows = await InPageAsync<int[]>(watched.Page, """
            const { EventList } = await import('/monitor/eventList.js');
            const { recordOf } = await import('/monitor/eventRecord.js');
            const list = new EventList({ accepts: () => true, isOn: false });
            const rows = document.getElementById('events-rows');
            const frame = () => new Promise(done => requestAnimationFrame(done));
            const event = i => ({ id: `ev_${String(i).padStart(13, '0')}`, type: 'email.sent', timestamp: new Date().toISOString(), data: {
              emailId: `em_${i}`, status: 'sent', sender: { kind: 'agent', id: 'ann', agentId: 'ann', address: 'ann@acme.example' },
              recipients: Array.from({ length: 100 }, (_, n) => ({ address: `r${n}@example.net`, status: 'sent' })), subject: 'x'.repeat(900), attempt: 1 } });
            const seen = [];
            for (let i = 0; i < 5000; i++) {
              list.add(recordOf(event(i)));
              if (i % 500 === 499) { seen.push(rows.childElementCount); await frame(); await frame(); }
            }
            return [Math.max(...seen), rows.childElementCount, rows.firstElementChild.dataset.id === event(4999).id ? 1 : 0, Math.max(...[...rows.children].map(r => r.textContent.length))];
            """);

        Assert.Equal((200, 200, 1), (rows[0], rows[1], rows[2]));
        Assert.InRange(rows[3], 100, 700);
    }

    [Fact]
    public async Task Ids_of_events_are_reckoned_with_as_the_server_spells_them()
    {
        await using var watched = await scenery.Browser.OpenAsync(scenery.Address);

        var ids = await InPageAsync<string[]>(watched.Page, """
            const { before } = await import('/monitor/eventIds.js');
            return [before('ev_0000000000100', 1), before('ev_0000000000005', 9), before('ev_7zzzzzzzzzzzz', 31), before('of another spelling', 1)];
            """);

        Assert.Equal([Core.Events.EventId.Format(1023), Core.Events.EventId.Format(0), Core.Events.EventId.Format(long.MaxValue - 31), "of another spelling"], ids);
    }

    private static async Task<T> InPageAsync<T>(IPage page, string script)
    {
        await page.GotoAsync("/monitor");
        return await page.EvaluateAsync<T>($"async () => {{ {script} }}");
    }
}
