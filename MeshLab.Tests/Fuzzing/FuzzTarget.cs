namespace MeshLab.Tests.Fuzzing;

/// <summary>A parser that is fuzzed.</summary>
/// <param name="Name">Its name, and that of its folder of the corpus.</param>
/// <param name="Read">Reads an input and does with what comes of it what MeshLab does at once.</param>
/// <param name="Declared">The exceptions that it may answer with.</param>
public sealed record FuzzTarget(string Name, Action<byte[]> Read, params IReadOnlyList<Type> Declared)
{
    /// <summary>How long an input may take on a busy machine.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    /// <summary>What an input may allocate, in bytes: inputs have at most <see cref="Mutation.MostBytes"/>.</summary>
    private const long MostAllocated = 1L << 30;

    /// <summary>What is wrong with how an input is answered; null when it is a value or a declared exception, within bounds.</summary>
    public string? Judge(byte[] input)
    {
        var (allocated, watch) = (GC.GetAllocatedBytesForCurrentThread(), System.Diagnostics.Stopwatch.StartNew());
        try
        {
            Read(input);
        }
#pragma warning disable CA1031 // Which exceptions come is what is asked.
        catch (Exception error)
#pragma warning restore CA1031
        {
            if (!Declared.Any(type => type.IsInstanceOfType(error)))
            {
                return $"{Name} answered with {error.GetType().Name}, which it does not declare: {error.Message}\n{error.StackTrace}";
            }

            if (error.Message.Length == 0)
            {
                return $"{Name} answered with a {error.GetType().Name} that says nothing.";
            }
        }

        var (bytes, took) = (GC.GetAllocatedBytesForCurrentThread() - allocated, watch.Elapsed);
        return took > _patience ? $"{Name} took {took.TotalSeconds:0.0} s for {input.Length} bytes."
            : bytes > MostAllocated ? $"{Name} allocated {bytes:N0} bytes for {input.Length} bytes."
            : null;
    }
}
