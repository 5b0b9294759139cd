using AgentMail.Core.Secrets;
using AgentMail.Core.TestEmails;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AgentMail.Tests.Core.Secrets;

public sealed class TypedSealerTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly TypedSealer _sealer;

    public TypedSealerTests() => _sealer = new(new EphemeralDataProtectionProvider(), _clock, NullLogger<TypedSealer>.Instance);

    [Fact]
    public void What_was_typed_comes_back_for_the_same_subject_for_a_few_minutes()
    {
        var sealedValues = Seal();

        Assert.DoesNotContain("horse", sealedValues, StringComparison.Ordinal);
        Assert.Equal(("a@x.example", "correct horse"), _sealer.TryOpen("acme", "Agent:ann", sealedValues) is { } typed ? (typed.Address, typed.Password) : default);
        Assert.Null(_sealer.TryOpen("acme", "Agent:bea", sealedValues));
        Assert.Null(_sealer.TryOpen("globex", "Agent:ann", sealedValues));

        _clock.Advance(TypedSealer.Lifetime);
        Assert.Null(_sealer.TryOpen("acme", "Agent:ann", sealedValues));
    }

    [Fact]
    public void Its_text_does_not_show_the_password() => Assert.DoesNotContain("horse", $"{new TypedValues { Password = "correct horse" }}", StringComparison.Ordinal);

    private string Seal() => _sealer.Seal("acme", "Agent:ann", new() { Address = "a@x.example", Password = "correct horse" });
}
