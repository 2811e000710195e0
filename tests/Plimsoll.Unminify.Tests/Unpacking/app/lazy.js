import { value } from './d.js';
export default value * 2;
