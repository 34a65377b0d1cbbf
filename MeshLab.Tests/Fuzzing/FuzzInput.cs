using FsCheck;
using FsCheck.Fluent;

namespace MeshLab.Tests.Fuzzing;

/// <summary>A sample and what is done to it. FsCheck makes it smaller by leaving changes out.</summary>
/// <param name="Sample">Which sample.</param>
/// <param name="Mutations">The changes, one after the other.</param>
public sealed record FuzzInput(int Sample, IReadOnlyList<Mutation> Mutations)
{
    private static readonly MutationKind[] _kinds = Enum.GetValues<MutationKind>();

    /// <summary>The input's bytes.</summary>
    public byte[] Bytes(IReadOnlyList<byte[]> samples) => Mutations.Aggregate(samples[Sample], (bytes, mutation) => mutation.Apply(bytes, samples));

    /// <inheritdoc/>
    public override string ToString() => $"sample {Sample} with {string.Join(", ", Mutations)}";

    /// <summary>Inputs made of some samples.</summary>
    public static Arbitrary<FuzzInput> Of(int samples)
    {
        var mutation = Gen.Elements(_kinds)
            .SelectMany(kind => Gen.Choose(0, 999_999)
                .SelectMany(at => Gen.Frequency((8, Gen.Choose(0, 40)), (1, Gen.Choose(0, 5_000)))
                    .SelectMany(length => Gen.Choose(0, 100_000).Select(value => new Mutation(kind, at, length, value)))));
        var input = Gen.Choose(0, samples - 1).SelectMany(sample => Gen.Choose(1, 6).SelectMany(count => Gen.ArrayOf(mutation, count)).Select(mutations => new FuzzInput(sample, mutations)));
        return Arb.From(input, one => one.Mutations.Count <= 1 ? [] : one.Mutations.Select((_, left) => one with { Mutations = [.. one.Mutations.Where((_, index) => index != left)] }));
    }
}
