// The package has the test server in one file, of which this is no export: the build makes a file of its own from here.
export { listen } from '../../testing/listen.ts'
