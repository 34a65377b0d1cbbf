using System.Text;

namespace MeshLab.Core.Runs.Objects;

/// <summary>Splits paths such as <c>data.ca\.crt</c> and <c>spec.ports[0].name</c>; a backslash keeps the character after it.</summary>
internal static class DottedPath
{
    public static IReadOnlyList<string> Split(string path)
    {
        var parts = new List<string>();
        var part = new StringBuilder();
        for (var index = 0; index < path.Length; index++)
        {
            switch (path[index])
            {
                case '\\' when index + 1 < path.Length:
                    part.Append(path[++index]);
                    break;
                case '.':
                case '[':
                    End();
                    break;
                case ']':
                    break;
                default:
                    part.Append(path[index]);
                    break;
            }
        }

        End();
        return parts;

        void End()
        {
            if (part.Length > 0)
            {
                parts.Add(part.ToString());
                part.Clear();
            }
        }
    }
}
