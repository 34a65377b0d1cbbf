using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MeshLab.Core.Clusters.Manifests;

namespace MeshLab.Tests.Clusters.Manifests;

public sealed class YamlFuzzTests
{
    /// <summary>Whatever a file holds, it is read or refused with a place; nothing else is thrown.</summary>
    [Property(MaxTest = 2000)]
    public Property Read_AnyText_IsReadOrRefusedWithAPlace() => Prop.ForAll(
        Gen.ArrayOf(Gen.Elements("a", ":", ": ", "- ", "\n", "  ", "{", "}", "[", "]", ",", "&a ", "*a", "!!str ", "!", "%", "#", "|", ">", "'", "\"", "\t", "---\n", "...", "?", "<<", "\\", "0x", "\u0000", "\uFEFF", "é", "@", "`")).ToArbitrary(),
        pieces =>
        {
            try
            {
                ManifestReader.Read(string.Concat(pieces), "x.yaml");
                return true;
            }
            catch (ManifestException error)
            {
                return error.Problems.Count > 0 && error.Problems.All(problem => problem is { Line: > 0, Column: > 0 });
            }
        });
}
