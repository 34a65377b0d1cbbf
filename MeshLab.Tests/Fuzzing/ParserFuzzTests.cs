using System.Diagnostics;
using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace MeshLab.Tests.Fuzzing;

/// <summary>
/// Whatever a parser is given, it gives a value or an exception that it declares, within bounds of time and memory. In the ordinary run the inputs are the same
/// each time; <c>scripts/fuzz.sh</c> goes on for as long as it is told with others. An input that is found lies in the folder that the message names: put it into
/// the corpus, where <see cref="Corpus_EveryFile_IsReadOrRefused"/> keeps it.
/// </summary>
public sealed class ParserFuzzTests(ITestOutputHelper output)
{
    private const int Batch = 15;

    /// <summary>A tenth more than what all take together in the ordinary run, in seconds.</summary>
    private const double OrdinarySeconds = 14;

    private static readonly string _found = Environment.GetEnvironmentVariable("MESHLAB_TEST_ARTIFACTS") ?? Path.GetTempPath();

    private static readonly double? _asked = double.TryParse(Environment.GetEnvironmentVariable("MESHLAB_FUZZ_SECONDS"), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;

    public static TheoryData<string> Targets() => [.. FuzzTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Parser_ChangedSamples_AreReadOrRefused(string name)
    {
        var target = FuzzTargets.All.Single(one => one.Name == name);
        var samples = FuzzCorpus.Samples(name);
        var budget = TimeSpan.FromSeconds((_asked ?? OrdinarySeconds) / FuzzTargets.All.Count);
        var first = _asked is null ? 1UL : (ulong)Random.Shared.NextInt64();
        byte[]? last = null;
        var (watch, inputs) = (Stopwatch.StartNew(), 0);
        for (var batch = 0UL; batch == 0 || watch.Elapsed < budget; batch++)
        {
            // A seed for each batch, so that a busy machine does fewer of the same inputs.
            var config = Config.QuickThrowOnFailure.WithMaxTest(Batch).WithQuietOnSuccess(true).WithReplay(new Replay(new Rnd(first + (2 * batch) + 1), null));
            try
            {
                Check.One(config, Prop.ForAll(FuzzInput.Of(samples.Count), Holds));
            }
#pragma warning disable CA1031 // FsCheck's message has the changes; the input itself is worth more.
            catch (Exception error) when (last is not null)
#pragma warning restore CA1031
            {
                var file = Path.Combine(_found, $"found-{name}-{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(last))[..12]}");
                File.WriteAllBytes(file, last);
                Assert.Fail($"{target.Judge(last)}\nThe input is kept in {file}.\n{error.Message}");
            }
        }

        output.WriteLine($"{name}: {inputs:N0} inputs in {watch.Elapsed.TotalSeconds:0.0} s");

        bool Holds(FuzzInput input)
        {
            inputs++;
            var bytes = input.Bytes(samples);
            if (_asked is not null)
            {
                // What overflows the stack takes the process with it; this is then the input.
                File.WriteAllBytes(Path.Combine(_found, $"now-{name}"), bytes);
            }

            if (target.Judge(bytes) is null)
            {
                return true;
            }

            last = bytes;
            return false;
        }
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Corpus_EveryFile_IsReadOrRefused(string name)
    {
        var target = FuzzTargets.All.Single(one => one.Name == name);

        Assert.All(FuzzCorpus.Files(name), file => Assert.Null(target.Judge(File.ReadAllBytes(file))));
    }
}
