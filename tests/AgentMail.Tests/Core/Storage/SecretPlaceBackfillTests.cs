using AgentMail.TestKit.Storage;

namespace AgentMail.Tests.Core.Storage;

public sealed class SecretPlaceBackfillTests
{
    /// <summary>Otherwise every password of an installation would have to be entered again after the upgrade.</summary>
    [Fact]
    public async Task Passwords_from_before_places_were_kept_belong_to_where_they_are_used()
    {
        await using var db = await TestDatabase.OnSqliteAsync();

        var places = await BackfilledPlaces.RunAsync(db.Engine);

        Assert.Equal(5 + 8 + 8, places.Count);
        Assert.All(places, p => Assert.Equal((p.Owner, p.Expected), (p.Owner, p.Stored)));
        Assert.Equal("smtp.acme.example:587 starttls Relay@acme.example", places.Single(p => p.Owner == "default-smtp").Stored);
        Assert.Equal("sandbox:587 starttls", places.Single(p => p.Owner == "agent-on-sandbox-with").Stored);
        Assert.Equal("mail.acme.example:465 tls ", places.Single(p => p.Owner == "custom-tls").Stored);
    }
}
