using AgentMail.Contracts.Commands;
using AgentMail.Core.Secrets;
using AgentMail.Core.TestEmails;
using AgentMail.Tests.Core.Delivery;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentMail.Tests.Core.TestEmails;

/// <summary>What was typed for a test waits, sealed, for the one worker that runs it, and for a few minutes.</summary>
public sealed class TypedValuesStoreTests : DeliveryTest
{
    private readonly EphemeralDataProtectionProvider _keys = new();

    private TypedValuesStore Typed => new(Db.Door, new(_keys, Clock, NullLogger<TypedSealer>.Instance), Clock);

    [Fact]
    public async Task It_is_taken_once_and_gone_then()
    {
        var test = await PutAsync();

        Assert.Equal("secret", (await Typed.TakeAsync(test, Cancellation))?.Password);
        Assert.Null(await Typed.TakeAsync(test, Cancellation));
        Assert.Equal(0, await RowsAsync());
    }

    [Fact]
    public async Task Of_two_workers_that_got_the_same_message_one_gets_it()
    {
        var test = await PutAsync();

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Typed.TakeAsync(test, Cancellation)));

        Assert.Single(taken, values => values is not null);
    }

    [Fact]
    public async Task It_is_for_the_subject_it_was_typed_for()
    {
        Assert.Null(await Typed.TakeAsync(await PutAsync() with { Id = "bea" }, Cancellation));
        Assert.Null(await Typed.TakeAsync(await PutAsync() with { TenantId = "globex" }, Cancellation));
        Assert.Null(await Typed.TakeAsync(await PutAsync() with { TypedId = "tv_other" }, Cancellation));
    }

    [Fact]
    public async Task Where_nothing_was_typed_nothing_is_stored()
    {
        Assert.Null(await Typed.PutAsync("acme", TestSubjectKind.Agent, "ann", TypedValues.None, Cancellation));
        Assert.Equal(0, await RowsAsync());
        Assert.Same(TypedValues.None, await Typed.TakeAsync(Test(typedId: null), Cancellation));
    }

    [Fact]
    public async Task What_no_test_took_is_removed_when_it_is_too_old_to_be_read()
    {
        var test = await PutAsync();
        Assert.Equal(0, await Typed.RemoveExpiredAsync(100, Cancellation));

        Clock.Advance(TypedSealer.Lifetime + TimeSpan.FromSeconds(1));

        Assert.Null(await Typed.TakeAsync(test, Cancellation));
        await PutAsync();
        Clock.Advance(TypedSealer.Lifetime + TimeSpan.FromSeconds(1));
        await PutAsync();
        Assert.Equal(1, await Typed.RemoveExpiredAsync(100, Cancellation));
        Assert.Equal(1, await RowsAsync());
    }

    private static RunTestEmail Test(string? typedId) => new("acme", TestSubjectKind.Agent, "ann", default, typedId);

    private async Task<RunTestEmail> PutAsync() =>
        Test(await Typed.PutAsync("acme", TestSubjectKind.Agent, "ann", new() { Password = "secret" }, Cancellation));

    private async Task<int> RowsAsync()
    {
        await using var db = Db.Read();
        return await db.TypedValues.CountAsync(Cancellation);
    }
}
