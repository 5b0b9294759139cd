using AgentMail.Core.Servers;

namespace AgentMail.Tests.Core.Servers;

public sealed class AllowedFromTests
{
    [Theory]
    [InlineData("ann@acme.example", "ann@acme.example", true)]
    [InlineData("ann@acme.example", "Ann@ACME.example", true)]
    [InlineData("ann@acme.example", "joann@acme.example", false)]
    [InlineData("ann@acme.example", "ann@acme.example.org", false)]
    [InlineData("*@acme.example", "ann@acme.example", true)]
    [InlineData("*@Acme.Example", "ann@acme.example", true)]
    [InlineData("*@acme.example", "ann@mail.acme.example", false)]
    [InlineData("*@acme.example", "ann@notacme.example", false)]
    [InlineData("*@acme.example", "ann@acme.example.org", false)]
    [InlineData("*@bücher.example", "ann@xn--bcher-kva.example", true)]
    [InlineData("ann@xn--bcher-kva.example", "Ann@bücher.example", true)]
    [InlineData("*@example", "ann@acme.example", false)]
    [InlineData("*", "anybody@anywhere.example", true)]
    public void A_pattern_covers_one_address_or_one_domain_or_all(string pattern, string address, bool matches) =>
        Assert.Equal(matches ? pattern : null, AllowedFrom.Find([pattern], address));

    [Fact]
    public void One_pattern_of_several_is_enough_and_none_covers_nothing()
    {
        Assert.Equal("*@shop.example", AllowedFrom.Find(["bob@acme.example", "*@shop.example", "*"], "ann@shop.example"));
        Assert.Null(AllowedFrom.Find([], "ann@shop.example"));
    }
}
