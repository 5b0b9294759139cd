using AgentMail.Api.Emails;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace AgentMail.Tests.Api.Emails;

public sealed class IdempotencyKeyTests
{
    [Fact]
    public void Makes_a_claim_of_a_key()
    {
        Assert.Equal("k 1", Read("k 1").Claim("hash")!.Key);
        Assert.Null(Read([]).Claim("hash"));
        Assert.NotEqual(Read("k").Claim(1, "h"), Read("k").Claim(11, "h"));
    }

    [Fact]
    public void Takes_256_characters_and_not_257()
    {
        Assert.Null(Read(new string('k', 256)).Problem);
        Assert.NotNull(Read(new string('k', 257)).Problem);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\tb")]
    [InlineData("é")]
    public void Refuses_what_is_not_printable(string key) => Assert.NotNull(Read(key).Problem);

    [Fact]
    public void Refuses_two_keys() => Assert.NotNull(Read(new StringValues(["a", "b"])).Problem);

    private static IdempotencyKey Read(StringValues values) =>
        IdempotencyKey.From(values.Count == 0 ? new HeaderDictionary() : new HeaderDictionary { ["Idempotency-Key"] = values });
}
