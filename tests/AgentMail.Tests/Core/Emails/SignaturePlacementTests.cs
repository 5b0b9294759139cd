using AgentMail.Core.Emails;
using AgentMail.Core.Signatures;

namespace AgentMail.Tests.Core.Emails;

public sealed class SignaturePlacementTests
{
    private static readonly SignatureContent Signature = new("SIG", " sig\n");

    [Theory]
    [InlineData("<p>x</p>", "<p>x</p>|")]
    [InlineData("", "|")]
    [InlineData("<html><body>x</body></html>", "<html><body>x|</body></html>")]
    [InlineData("<HTML><BODY>x</BODY ></HTML>", "<HTML><BODY>x|</BODY ></HTML>")]
    [InlineData("<body>x</body><!-- </body> -->", "<body>x|</body><!-- </body> -->")]
    [InlineData("<body><!-- </body> -->x<!----></body>", "<body><!-- </body> -->x<!---->|</body>")]
    [InlineData("<!--[if mso]><body><![endif]-->x</body>", "<!--[if mso]><body><![endif]-->x|</body>")]
    [InlineData("x<!-- unclosed", "x<!-- unclosed|")]
    public void Html_has_it_at_the_end_of_the_body(string html, string expected) =>
        Assert.Equal(
            expected.Replace("|", "<div class=\"agentmail-signature\"><br>SIG</div>", StringComparison.Ordinal),
            SignaturePlacement.IntoHtml(html, Signature));

    [Theory]
    [InlineData("Hello", "Hello\n\n-- \nsig\n")]
    [InlineData("Hello\r\n\r\n", "Hello\n\n-- \nsig\n")]
    [InlineData("", "-- \nsig\n")]
    public void Text_has_it_below_the_delimiter(string text, string expected) =>
        Assert.Equal(expected, SignaturePlacement.IntoText(text, Signature));

    [Fact]
    public void Without_a_signature_nothing_changes()
    {
        Assert.Equal("x", SignaturePlacement.IntoHtml("x", null));
        Assert.Equal("x\n", SignaturePlacement.IntoText("x\n", new SignatureContent(" ", " ")));
    }
}
