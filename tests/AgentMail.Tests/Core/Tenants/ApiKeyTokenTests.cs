using AgentMail.Core.Tenants;

namespace AgentMail.Tests.Core.Tenants;

public sealed class ApiKeyTokenTests
{
    [Fact]
    public void Is_letters_and_digits_behind_its_prefix() => Assert.Matches("^amk_[0-9A-Za-z]{43}$", ApiKeyToken.New());

    [Fact]
    public void Is_new_every_time() => Assert.NotEqual(ApiKeyToken.New(), ApiKeyToken.New());

    // NIST's one-block example of SHA-256, FIPS 180-2 B.1.
    [Fact]
    public void Is_stored_as_sha256() =>
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", ApiKeyToken.Hash("abc"));
}
