using System.Text.Json;
using AgentMail.Core.Delivery;
using AgentMail.Core.Emails;
using AgentMail.Core.Identities;
using AgentMail.Core.Json;
using AgentMail.Core.Servers;
using AgentMail.Core.Tenants;

namespace AgentMail.Tests.Core.Json;

public sealed class WireEnumTests
{
    [Fact]
    public void A_member_is_spelt_in_camel_case_unless_it_says_otherwise()
    {
        Assert.Equal(["starttls", "tls", "none"], WireEnum<ConnectionSecurity>.All);
        Assert.Equal(["resolve", "connect", "tls", "authenticate", "mailFrom", "rcptTo", "data"], WireEnum<SmtpStage>.All);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("StartTls")]
    [InlineData("STARTTLS")]
    [InlineData(" tls")]
    [InlineData("1")]
    public void Any_other_spelling_is_refused(string? word)
    {
        Assert.False(WireEnum<ConnectionSecurity>.TryParse(word, out _));
        Assert.Throws<FormatException>(() => WireEnum<ConnectionSecurity>.Parse(word ?? ""));
    }

    [Fact]
    public void The_database_and_the_wire_use_the_same_words()
    {
        Check<EmailStatus>();
        Check<SenderKind>();
        Check<RecipientField>();
        Check<ServerKind>();
        Check<ConnectionSecurity>();
        Check<AuthenticationKind>();
        Check<Role>();
        Check<FailureClass>();
        Check<FailureReason>();
        Check<SmtpStage>();
        Check<DecisionSubject>();
        Check<DecisionRule>();
    }

    private static void Check<T>() where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            Assert.Equal($"\"{WireEnum<T>.Name(value)}\"", JsonSerializer.Serialize(value, AgentMailJson.Options));
            Assert.Equal(value, WireEnum<T>.Parse(WireEnum<T>.Name(value)));
        }
    }
}
