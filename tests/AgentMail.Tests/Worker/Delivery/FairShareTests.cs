using AgentMail.Core.Delivery;
using AgentMail.Worker.Delivery;

namespace AgentMail.Tests.Worker.Delivery;

public sealed class FairShareTests
{
    private const int Many = 1000;

    /// <summary>Lanes of w0, w1, ...; what each of them gives, as "giver&gt;taker:lanes".</summary>
    [Theory]
    [InlineData("60", "")]
    [InlineData("60 0", "w0>w1:30")]
    [InlineData("61 0", "w0>w1:30")]
    [InlineData("0 60", "w1>w0:30")]
    [InlineData("30 30 0", "w0>w2:10 w1>w2:10")]
    [InlineData("100 100 100 0", "w0>w3:25 w1>w3:25 w2>w3:25")]
    [InlineData("60 0 0", "w0>w2:20 w0>w1:20")]
    [InlineData("2 0", "w0>w1:1")]
    [InlineData("1 0", "")]
    [InlineData("5 0 0", "w0>w2:1 w0>w1:2")]
    [InlineData("0 0", "")]
    // By so little a number differs by chance.
    [InlineData("34 30 26", "")]
    [InlineData("105 96 99", "")]
    // One has far too little: the others give, though none has far too much.
    [InlineData("12 12 12 12 12 12 0", "w0>w6:1 w1>w6:1 w2>w6:2 w3>w6:2 w4>w6:2 w5>w6:2")]
    // One has far too much: the others take, though none has far too little.
    [InlineData("30 8 9 9 8 8", "w0>w5:4 w0>w4:4 w0>w1:4 w0>w3:3 w0>w2:3")]
    public void Who_has_too_much_gives_to_who_has_too_little(string lanes, string gifts)
    {
        var workers = Workers([.. lanes.Split(' ').Select(int.Parse)]);

        Assert.Equal(gifts, string.Join(' ', workers.SelectMany(w => FairShare.GiftsOf(w.Worker, workers, Many).Select(g => $"{w.Worker}>{g.To}:{g.Lanes}"))));
    }

    [Theory]
    [InlineData(5, "w2:5")]
    [InlineData(25, "w2:20 w1:5")]
    [InlineData(100, "w2:20 w1:20")]
    public void No_more_than_so_many_go_at_once(int most, string gifts) =>
        Assert.Equal(gifts, string.Join(' ', FairShare.GiftsOf("w0", Workers(60, 0, 0), most).Select(g => $"{g.To}:{g.Lanes}")));

    [Fact]
    public void Who_is_not_among_them_gives_nothing() => Assert.Empty(FairShare.GiftsOf("stopping", Workers(60, 0), Many));

    /// <summary>Workers come and go, and lanes with them; whoever's turn it is gives. It ends, near the share, and no lane goes in a circle.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Rounds_end_with_everybody_near_the_share(int seed)
    {
        var dice = new Random(seed);
        var loads = Enumerable.Range(0, 3).ToDictionary(i => $"w{i}", _ => dice.Next(300));
        foreach (var change in Enumerable.Range(3, 40))
        {
            if (dice.Next(2) == 0 || loads.Count < 3)
                loads[$"w{change}"] = dice.Next(5);
            else
                Leave(loads, loads.Keys.ElementAt(dice.Next(loads.Count)));
            var (moved, rounds) = Settle(loads, dice);

            var share = loads.Values.Average();
            Assert.All(loads.Values, lanes => Assert.InRange(Math.Abs(lanes - share), 0, Math.Max(1, Math.Sqrt(share)) + 1));
            Assert.InRange(rounds, 1, 40);
            // Whatever moved came to somebody who was below the share, and none moved twice.
            Assert.InRange(moved, 0, Below);
        }

        void Leave(Dictionary<string, int> all, string worker)
        {
            var lanes = all[worker];
            all.Remove(worker);
            var successors = new Successors(all.Select(w => new WorkerLoad(w.Key, w.Value)));
            for (; lanes > 0; lanes--)
                all[successors.Next()!]++;
        }
    }

    private int Below { get; set; }

    /// <summary>Until a whole round moves nothing; each worker looks at a moment of its own.</summary>
    private (int Moved, int Rounds) Settle(Dictionary<string, int> loads, Random dice)
    {
        const int most = 20;
        var share = loads.Values.Average();
        Below = loads.Values.Sum(lanes => Math.Max(0, (int)Math.Ceiling(share - lanes)));
        for (var (moved, rounds) = (0, 1); ; rounds++)
        {
            var before = moved;
            foreach (var giver in loads.Keys.OrderBy(_ => dice.Next()).ToList())
            {
                foreach (var gift in FairShare.GiftsOf(giver, Workers(loads), most))
                {
                    loads[giver] -= gift.Lanes;
                    loads[gift.To] += gift.Lanes;
                    moved += gift.Lanes;
                }
            }
            if (moved == before)
                return (moved, rounds);
            Assert.InRange(rounds, 1, 1000);
        }
    }

    private static List<WorkerLoad> Workers(params int[] lanes) => [.. lanes.Select((n, i) => new WorkerLoad($"w{i}", n))];

    private static List<WorkerLoad> Workers(Dictionary<string, int> loads) => [.. loads.Select(w => new WorkerLoad(w.Key, w.Value))];
}
