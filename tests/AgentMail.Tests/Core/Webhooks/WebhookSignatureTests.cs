using System.Text;
using AgentMail.Core.Webhooks;

namespace AgentMail.Tests.Core.Webhooks;

/// <summary>The vector is the one that the reference libraries of Standard Webhooks are tested with.</summary>
public sealed class WebhookSignatureTests
{
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const string Timestamp = "1614265330";
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"test": 2432232314}""");
    private static readonly WebhookSecret Known = WebhookSecret.TryParse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")!;

    [Fact]
    public void The_reference_vector_is_met() => Assert.Equal(Signature, WebhookSignature.Of(Id, Timestamp, Body, [Known]));

    [Fact]
    public void Two_secrets_sign_side_by_side_and_each_is_verified_alone()
    {
        var other = WebhookSecret.New();

        Assert.Equal($"{WebhookSignature.Of(Id, Timestamp, Body, [other])} {Signature}", WebhookSignature.Of(Id, Timestamp, Body, [other, Known]));
    }

    [Theory]
    [InlineData("msg_another", Timestamp, 0)]
    [InlineData(Id, "1614265331", 0)]
    [InlineData(Id, Timestamp, 1)]
    public void Whatever_changes_changes_the_signature(string id, string timestamp, int cut) =>
        Assert.NotEqual(Signature, WebhookSignature.Of(id, timestamp, Body.AsSpan(cut), [Known]));

    [Fact]
    public void The_time_is_in_whole_seconds_since_1970() =>
        Assert.Equal(Timestamp, WebhookSignature.Timestamp(DateTimeOffset.Parse("2021-02-25T15:02:10.999Z", System.Globalization.CultureInfo.InvariantCulture)));
}
